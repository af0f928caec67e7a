/**
 * Alerts that nobody takes go up. An alert is first the work of its own unit, until its deadline; then the next unit above is asked as well
 * and has a deadline of its own, and so on to the top. One step at a time, counted from when the step is made: a server that was off for an
 * hour does not rush an alert past people who never had the chance to see it.
 */

const minuteMs = 60_000;

/** How long each unit above the alert's own has, in minutes: the first above, the second…; the last figure serves all further up. */
export type EscalationPolicies = {
  readonly default: readonly number[];
  /** By alert code, in place of `default`. */
  readonly byCode: Readonly<Record<string, readonly number[]>>;
};

/** Until an administrator sets others. The first deadlines are those of triage (alertDeadlineMs); these are this project's own. */
export const defaultEscalation: EscalationPolicies = {
  default: [60, 120],
  byCode: { severeSign: [5, 10], vulnerableWithFever: [10, 15], symptoms: [60, 120] },
};

export type HierarchyUnit = {
  readonly id: number;
  readonly parentId: number | null;
  /** False when the unit has been dissolved: nobody is there any more. */
  readonly live: boolean;
  /** True when some user who can sign in is bound to this very unit. */
  readonly staffed: boolean;
};
/** The alert's unit and all above it, by id. */
export type Hierarchy = ReadonlyMap<number, HierarchyUnit>;

export type EscalatingAlert = {
  readonly code: string;
  readonly unitId: number;
  readonly level: number;
  readonly escalatedTo: number | null;
  readonly dueAt: Date;
  /** When the present unit's time is over; null: at `dueAt`. */
  readonly nextStepAt: Date | null;
};

export type Escalation =
  | {
      readonly kind: 'up';
      readonly level: number;
      readonly fromUnitId: number;
      readonly toUnitId: number;
      readonly nextStepAt: Date;
    }
  /** Nobody further up is left to ask. */
  | { readonly kind: 'top' };

/**
 * What becomes of an open alert at `now`; null while its deadline has not passed. The next unit asked is the nearest one above that lives and
 * has somebody to answer; where no unit above has anybody, the nearest that lives, so that the step is on record.
 */
export function escalate(
  alert: EscalatingAlert,
  hierarchy: Hierarchy,
  now: Date,
  policies: EscalationPolicies = defaultEscalation,
): Escalation | null {
  if (now < (alert.nextStepAt ?? alert.dueAt)) return null;
  const fromUnitId = alert.escalatedTo ?? alert.unitId;
  const above = notYetAsked(alert, hierarchy).filter(({ live }) => live);
  const next = above.find(({ staffed }) => staffed) ?? above[0];
  if (!next) return { kind: 'top' };
  const level = alert.level + 1;
  const nextStepAt = new Date(now.getTime() + minutesOf(alert.code, level, policies) * minuteMs);
  return { kind: 'up', level, fromUnitId, toUnitId: next.id, nextStepAt };
}

/** Above the unit asked now, on the way up from the alert's own; should the tree have changed meanwhile, whatever is above the one asked now. */
function notYetAsked({ unitId, escalatedTo }: EscalatingAlert, hierarchy: Hierarchy): HierarchyUnit[] {
  const above = unitsAbove(unitId, hierarchy);
  if (escalatedTo === null) return above;
  const asked = above.findIndex(({ id }) => id === escalatedTo);
  return asked < 0 ? unitsAbove(escalatedTo, hierarchy) : above.slice(asked + 1);
}

/** Nearest first. Stops at a unit that is not known and at a circle. */
function unitsAbove(unitId: number, hierarchy: Hierarchy): HierarchyUnit[] {
  const above: HierarchyUnit[] = [];
  const seen = new Set([unitId]);
  let parentId = hierarchy.get(unitId)?.parentId ?? null;
  while (parentId !== null && !seen.has(parentId)) {
    seen.add(parentId);
    const parent = hierarchy.get(parentId);
    if (!parent) break;
    above.push(parent);
    parentId = parent.parentId;
  }
  return above;
}

function minutesOf(code: string, level: number, { byCode, default: common }: EscalationPolicies): number {
  const minutes = (Object.hasOwn(byCode, code) ? byCode[code] : undefined) ?? common;
  return minutes[Math.min(level, minutes.length) - 1] ?? 60;
}
