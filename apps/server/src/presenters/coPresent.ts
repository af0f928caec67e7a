import type { CoPresent } from '@truyvet/contract';
import type { SeenThere } from '../commands/levels/coPresent.ts';
import type { CoTravellerRow } from '../db/levels/coTravellers.ts';
import { instantText } from './dateText.ts';
import { unitNameOf } from './inboxItems.ts';

export function presentCoPresent(item: SeenThere): CoPresent {
  return {
    person: { id: item.personId, fullName: item.fullName },
    unit: unitNameOf(item),
    place: { id: item.placeId, name: item.placeName },
    checkInId: item.checkInId,
    from: instantText(item.from),
    until: instantText(item.until),
    assumedEnd: item.assumedEnd,
    overlapMinutes: item.overlapMinutes,
    day: item.day,
    known: item.known,
  };
}

export const presentCoTraveller = (row: CoTravellerRow) => ({
  person: { id: row.personId, fullName: row.fullName },
  unit: unitNameOf(row),
  journeyId: row.journeyId,
  vehicle: row.vehicle,
  day: row.day,
  known: row.known,
});
