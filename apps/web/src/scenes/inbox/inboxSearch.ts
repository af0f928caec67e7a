import { readOneOf, readPositive, withoutEmpty } from '../readSearch.ts';

/** What the inbox shows: alerts unless `tab` says otherwise, open ones unless `state` says done; of declarations those of one `file`. */
export type InboxSearch = ReturnType<typeof readInboxSearch>;

export function readInboxSearch(search: Readonly<Record<string, unknown>>) {
  return withoutEmpty({
    tab: readOneOf(search['tab'], ['errands', 'declarations']),
    state: readOneOf(search['state'], ['done']),
    file: typeof search['file'] === 'string' ? search['file'] : undefined,
    unitId: readPositive(search['unitId']),
  });
}
