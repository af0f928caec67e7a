import { appendAudit } from '../db/audit.ts';
import type { Api } from './api.ts';
import type { ApiPorts } from './ports.ts';

/**
 * Whoever is shown people in a list is logged with who they were (design invariant 11), before the list leaves. Routes about one thing (`:id`)
 * and those that send files write their own rows, which say more.
 */
export function logLists(api: Api, { db, clock }: ApiPorts): void {
  api.addHook('preSerialization', async (request, reply, payload) => {
    const { actor, routeOptions } = request;
    if (!actor || request.method !== 'GET' || routeOptions.url?.includes(':') || reply.statusCode >= 300) return payload;
    const { people, units } = shownIn(payload);
    if (people.size === 0) return payload;
    const [unitId = null] = units.size === 1 ? units : [];
    const [subject = 'list'] = routeOptions.schema?.tags ?? [];
    const details = { query: request.query, people: [...people] };
    const entry = { at: clock.now(), userId: actor.userId, unitId, action: 'list', subject, details };
    await appendAudit(db, entry);
    return payload;
  });
}

type Shown = { readonly people: Set<number>; readonly units: Set<number> };

/** The people named anywhere in an answer, and the units they are named with. Goes through some ten thousand fields of a province's report. */
export function shownIn(payload: unknown, shown: Shown = { people: new Set(), units: new Set() }): Shown {
  if (Array.isArray(payload)) for (const item of payload) shownIn(item, shown);
  else if (typeof payload === 'object' && payload !== null) {
    const fields = payload as Readonly<Record<string, unknown>>;
    const named = typeof fields['fullName'] === 'string' || typeof fields['personName'] === 'string';
    const id = fields['personId'] ?? fields['id'];
    if (named && typeof id === 'number') shown.people.add(id);
    const unit = fields['unit'];
    if (typeof unit === 'object' && unit !== null && 'id' in unit && typeof unit.id === 'number') shown.units.add(unit.id);
    for (const name in fields) if (typeof fields[name] === 'object') shownIn(fields[name], shown);
  }
  return shown;
}
