import type { LocalDate } from '../localDate.ts';
import { parseName } from '../names.ts';
import { tidy } from '../text.ts';
import { readCardDay, readDmy } from './cardDates.ts';
import { type CardReading, type CardWarning, noFields } from './cardReading.ts';

/** 15 characters (two letters, level 1–5, province, social insurance number), or since April 2021 the ten digits alone. */
const cardNumber = /^(?:[A-Z]{2}[1-5]\d{12}|\d{10})$/u;
const sexes: Readonly<Record<string, 'male' | 'female'>> = { '1': 'male', '2': 'female', '0': 'female' };

/** A health insurance card; null when the fields are not those of one. */
export function readBhytQr(fields: readonly string[], today: LocalDate): CardReading | null {
  const [number = '', name = '', born = '', sexText = '', address = '', clinic = '', from = '', to = ''] = fields;
  const written = number.toUpperCase().replace(/\s/gu, '');
  const named = hexText(name);
  if (!cardNumber.test(written) || fields.length < 6 || (named === null && parseName(name) === null)) return null;
  const warnings: CardWarning[] = [];
  const fullName = parseName(named ?? name)?.full ?? null;
  const birth = readDmy(born, today);
  const sex = sexes[sexText] ?? null;
  const validFrom = readCardDay(from);
  const validTo = readCardDay(to);
  if (fullName === null) warnings.push('name.unreadable');
  if (birth === null) warnings.push('birth.unreadable');
  if (sex === null) warnings.push('sex.unreadable');
  if ((from !== '' && validFrom === null) || (to !== '' && to !== '-' && validTo === null)) warnings.push('validity.unreadable');
  if ((validTo !== null && validTo < today) || (validFrom !== null && validFrom > today)) warnings.push('validity.over');
  const province = /^[A-Z]{2}\d(\d{2})/u.exec(written)?.[1];
  if (province !== undefined && (Number(province) < 1 || Number(province) > 99)) warnings.push('insurance.unusual');
  const card = {
    ...noFields,
    insuranceNumber: written,
    fullName,
    birth,
    sex,
    address: (hexText(address) ?? address) || null,
    clinic: clinic === '' ? null : clinic.replace(/\s/gu, ''),
    validFrom,
    validTo,
  };
  return { kind: 'bhyt', fields: card, warnings };
}

/** Text written as the hexadecimal digits of its UTF-8 bytes; null when it is not. */
function hexText(text: string): string | null {
  if (!/^(?:[0-9a-f]{2})+$/iu.test(text)) return null;
  const percent = text.replace(/../gu, '%$&');
  try {
    return tidy(decodeURIComponent(percent));
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
