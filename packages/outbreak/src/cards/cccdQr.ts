import type { LocalDate } from '../localDate.ts';
import { parseName } from '../names.ts';
import { crossCheck, parseNationalId } from '../nationalId.ts';
import { readSex } from '../sex.ts';
import { readDmy } from './cardDates.ts';
import { type CardReading, type CardWarning, noFields } from './cardReading.ts';

/** A citizen identity card. Its number cannot be checked beyond sex and year: it has no check digit. */
export function readCccdQr(
  [number = '', old = '', name = '', born = '', sexText = '', address = '', issued = '']: readonly string[],
  today: LocalDate,
): CardReading {
  const warnings: CardWarning[] = [];
  const warnUnless = <T>(value: T | null, written: string, warning: CardWarning): T | null => {
    if (value === null && written !== '') warnings.push(warning);
    return value;
  };
  const id = warnUnless(parseNationalId(number), number, 'nationalId.unreadable');
  const oldId = warnUnless(old === '' ? null : parseNationalId(old), old, 'oldNumber.unreadable');
  const birth = warnUnless(readDmy(born, today), born || '-', 'birth.unreadable');
  const sex = warnUnless(readSex(sexText), sexText || '-', 'sex.unreadable');
  const fullName = warnUnless(parseName(name)?.full ?? null, name || '-', 'name.unreadable');
  const issuedOn = warnUnless(readDmy(issued, today)?.date ?? null, issued, 'issued.unreadable');
  if (id)
    warnings.push(
      ...crossCheck(id, birth, sex).map(({ code }) => (code === 'nationalId.sexDiffers' ? code : 'nationalId.yearDiffers')),
    );
  const fields = {
    ...noFields,
    nationalId: number,
    oldNationalId: oldId?.number ?? null,
    fullName,
    birth,
    sex,
    address: address || null,
    issuedOn,
  };
  return { kind: 'cccd', fields, warnings };
}
