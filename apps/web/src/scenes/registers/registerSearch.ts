import { type RegisterName, registerName } from '@truyvet/contract';
import { readOneOf, readPositive, withoutEmpty } from '../readSearch.ts';

/** What the registers show: F0 unless `register` says otherwise, of all the reader's units unless one is chosen. */
export type RegisterSearch = ReturnType<typeof readRegisterSearch>;

export function readRegisterSearch(search: Readonly<Record<string, unknown>>) {
  return withoutEmpty({
    register: readOneOf(search['register'], registerName.options),
    unitId: readPositive(search['unitId']),
  });
}

export const firstRegister: RegisterName = 'f0';
