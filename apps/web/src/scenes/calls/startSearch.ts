import { readPositive } from '../readSearch.ts';

export type StartSearch = { readonly unitId?: number };

/** The address of the start form may name the unit whose list was just sent. */
export function readStartSearch(search: Readonly<Record<string, unknown>>): StartSearch {
  const unitId = readPositive(search['unitId']);
  return unitId === undefined ? {} : { unitId };
}
