import { randomInt } from 'node:crypto';
import { missing, type NewPlace, type PlaceChange, Problem } from '@truyvet/contract';
import { nameKey } from '@truyvet/outbreak';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { insertPlace, type PlaceRecord, readPlaces, updatePlace } from '../../db/declarations/places.ts';
import { readUnitPart } from '../../db/registers/parts.ts';
import { inScope } from '../../db/scope.ts';
import { lockVersion } from '../../db/versions.ts';
import type { Actor } from '../registers/entryRules.ts';

/** Registers a place. Throws `resource.missing` for a unit that is not there. */
export async function createPlace(db: Db, { scope, userId, now }: Actor, body: NewPlace): Promise<PlaceRecord> {
  return await inScope(db, scope, async (tx) => {
    if (!(await readUnitPart(tx, body.unitId))) throw missing('unitId');
    const { unitId, kind, name, hamlet, address } = body;
    const row = { unit_id: unitId, kind, name, name_key: nameKey(name), hamlet, address, created_at: now };
    const id = await insertPlace(tx, row);
    await appendAudit(tx, { at: now, userId, unitId, action: 'create', subject: 'place', subjectId: id, details: { name } });
    return await readPlace(tx, id);
  });
}

/** Throws `resource.missing`, `resource.changed`. A closed place keeps its check-ins; its poster is void. */
export async function changePlace(
  db: Db,
  { scope, userId, now }: Actor,
  id: number,
  seen: number,
  change: PlaceChange,
): Promise<PlaceRecord> {
  return await inScope(db, scope, async (tx) => {
    await lockVersion(tx, 'place', id, seen);
    const { kind, name, hamlet, address, closed } = change;
    await updatePlace(tx, id, {
      ...(kind !== undefined && { kind }),
      ...(name !== undefined && { name, name_key: nameKey(name) }),
      ...(hamlet !== undefined && { hamlet }),
      ...(address !== undefined && { address }),
      ...(closed !== undefined && { closed_at: closed ? now : null }),
    });
    const place = await readPlace(tx, id);
    const entry = { at: now, userId, unitId: place.unit.id, subject: 'place', subjectId: id };
    await appendAudit(tx, { ...entry, action: 'change', details: change });
    return place;
  });
}

/** Gives a place's poster a new code; the one before is void. Throws `resource.missing`, `resource.changed`. */
export async function makePoster(db: Db, { scope, userId, now }: Actor, id: number, seen: number): Promise<PlaceRecord> {
  return await inScope(db, scope, async (tx) => {
    await lockVersion(tx, 'place', id, seen);
    await updatePlace(tx, id, { poster_code: newPosterCode() });
    const place = await readPlace(tx, id);
    const entry = { at: now, userId, unitId: place.unit.id, subject: 'place', subjectId: id };
    await appendAudit(tx, { ...entry, action: 'makePoster' });
    return place;
  });
}

/** Throws `resource.missing`. */
export async function readPlace(tx: Tx, id: number): Promise<PlaceRecord> {
  const [place] = await readPlaces(tx, { id }, { afterId: 0, limit: 1 });
  if (!place) throw new Problem('resource.missing');
  return place;
}

/** `posterCode` of the contract: 60 bits, too many to be guessed; no 0, 1, I, O. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const newPosterCode = () => Array.from({ length: 12 }, () => alphabet[randomInt(alphabet.length)]).join('');
