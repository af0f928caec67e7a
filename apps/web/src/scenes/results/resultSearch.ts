import { dispositionWords, reach, yesNo } from '@truyvet/contract';
import { readOneOf, readPositive, withoutEmpty } from '../readSearch.ts';

const dispositions = Object.keys(dispositionWords);

/** The filters of the results, kept in the address so that a view can be sent to a colleague. */
export type ResultSearch = ReturnType<typeof readResultSearch>;

export function readResultSearch(search: Readonly<Record<string, unknown>>) {
  return withoutEmpty({
    unitId: readPositive(search['unitId']),
    disposition: readOneOf(search['disposition'], dispositions),
    reach: readOneOf(search['reach'], reach.options),
    symptoms: readOneOf(search['symptoms'], yesNo.options),
    openAlert: readTrue(search['openAlert']),
    openErrand: readTrue(search['openErrand']),
    q: search['q'] === undefined ? undefined : String(search['q']).slice(0, 100),
  });
}

function readTrue(value: unknown): true | undefined {
  return value === true || value === 'true' ? true : undefined;
}
