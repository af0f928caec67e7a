import type { CoPresent } from '@truyvet/contract';
import type { SeenThere } from '../commands/levels/coPresent.ts';
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
