import type { FieldEdit } from '../../db/personFacts/edits.ts';
import type { FactsRecord } from '../../db/personFacts/facts.ts';
import type { WantedFacts } from './readChange.ts';

const fields = [
  'fullName',
  'birth',
  'sex',
  'nationalId',
  'insuranceNumber',
  'hamlet',
  'address',
  'occupation',
  'workplaceId',
  'workplaceText',
  'householdId',
  'phones',
] as const satisfies ReadonlyArray<keyof WantedFacts & keyof FactsRecord>;

/** What a change alters, in the words of the history: numbers masked, everything else as it was and as it is. */
export function differences(before: FactsRecord, wanted: WantedFacts): FieldEdit[] {
  return fields.flatMap((field) => {
    const after = wanted[field];
    if (after === undefined || same(before[field], after)) return [];
    const secret = field === 'nationalId' || field === 'insuranceNumber';
    const shown = (value: unknown) => (secret && typeof value === 'string' ? maskNumber(value) : (value ?? null));
    return [{ field, before: shown(before[field]), after: shown(after) }];
  });
}

/** Both sides come from the same shapes, but the database gives members in its own order. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => [key, ordered(member)]);
}

/** "038***234": enough to see that it changed. */
const maskNumber = (number: string): string => `${number.slice(0, 3)}***${number.slice(-3)}`;
