import { readOneOf, readPositive, withoutEmpty } from '../readSearch.ts';

/** What the inbox shows: alerts unless `tab` says errands, open ones unless `state` says done. */
export type InboxSearch = ReturnType<typeof readInboxSearch>;

export function readInboxSearch(search: Readonly<Record<string, unknown>>) {
  return withoutEmpty({
    tab: readOneOf(search['tab'], ['errands']),
    state: readOneOf(search['state'], ['done']),
    unitId: readPositive(search['unitId']),
  });
}
