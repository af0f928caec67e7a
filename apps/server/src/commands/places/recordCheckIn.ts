import { Problem } from '@truyvet/contract';
import { judge, nameKey, parseName, readPhone } from '@truyvet/outbreak';
import type { Db } from '../../db/connect.ts';
import { readNearPeople } from '../../db/declarations/nearPeople.ts';
import { insertCheckIn, readPlaceByPoster, readSameCheckIn } from '../../db/declarations/places.ts';
import { inScope, systemScope } from '../../db/scope.ts';

export type CheckInToRecord = {
  readonly posterCode: string;
  readonly fullName: string;
  readonly phone: string | null;
  readonly stayMinutes: number | null;
  readonly now: Date;
};

const sameWithinMs = 10 * 60_000;

/**
 * Somebody is at a place. Known people of anywhere are recognised by number and name; what is said back is the place's name only,
 * which the poster shows. A second tap within ten minutes is the same visit. Throws `poster.unknown`, `declaration.name`, `declaration.phone`.
 */
export async function recordCheckIn(db: Db, given: CheckInToRecord): Promise<{ readonly place: string; readonly cameAt: Date }> {
  const name = parseName(given.fullName);
  if (!name) throw new Problem('declaration.name', { name: given.fullName });
  const reading = given.phone === null ? null : readPhone(given.phone);
  if (reading && !reading.ok) throw new Problem('declaration.phone');
  const e164 = reading?.ok ? reading.e164 : null;
  return await inScope(db, systemScope, async (tx) => {
    const place = await readPlaceByPoster(tx, given.posterCode);
    if (!place) throw new Problem('poster.unknown');
    const since = new Date(given.now.getTime() - sameWithinMs);
    const before = await readSameCheckIn(tx, { placeId: place.id, fullName: name.full, e164, since });
    if (before) return { place: place.name, cameAt: before.cameAt };
    const near = e164 === null ? [] : await readNearPeople(tx, null, { e164, nameKey: nameKey(name.full), birthYear: null });
    const self = { fullName: name.full, birth: null, sex: null, nationalId: null, phones: e164 === null ? [] : [{ e164 }] };
    const same = near.filter((person) => judge(self, person).verdict === 'same');
    await insertCheckIn(tx, {
      place_id: place.id,
      unit_id: place.unitId,
      person_id: same.length === 1 ? (same[0]?.id ?? null) : null,
      e164,
      full_name: name.full,
      came_at: given.now,
      left_at: given.stayMinutes === null ? null : new Date(given.now.getTime() + given.stayMinutes * 60_000),
    });
    return { place: place.name, cameAt: given.now };
  });
}
