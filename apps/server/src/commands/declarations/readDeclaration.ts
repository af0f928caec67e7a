import { type DeclarationFields, Problem } from '@truyvet/contract';
import { maskIdentityNumbers, nameKey, parseName, readPhone } from '@truyvet/outbreak';

/** A declaration made comparable: the name as people write it, the number as E.164. */
export type ReadDeclaration = Omit<DeclarationFields, 'phone' | 'from'> & {
  readonly nameKey: string;
  readonly e164: string | null;
  readonly fromText: string | null;
};

/** Reads what a citizen wrote; identity numbers among the words are masked, because words are kept in clear. Throws `declaration.name`, `declaration.phone`, `register.dates`. */
export function readDeclaration({ phone, from, ...fields }: DeclarationFields): ReadDeclaration {
  const name = parseName(fields.fullName);
  if (!name) throw new Problem('declaration.name', { name: fields.fullName });
  const { leftOn, arrivedOn } = fields;
  if (leftOn && arrivedOn && arrivedOn < leftOn) throw new Problem('register.dates', { earlier: leftOn, later: arrivedOn });
  return {
    ...fields,
    ...withoutIdentityNumbers(fields),
    fullName: name.full,
    nameKey: nameKey(name.full),
    birthYear: fields.birthYear ?? (fields.birthDate === null ? null : Number(fields.birthDate.slice(0, 4))),
    e164: phone === null ? null : phoneOf(phone),
    fromText: from === null ? null : maskIdentityNumbers(from),
  };
}

const freeWords = [
  'declaredBy',
  'hamlet',
  'address',
  'vehicle',
  'companions',
  'reason',
  'places',
  'metCaseText',
  'note',
] as const;
type FreeWords = Pick<DeclarationFields, (typeof freeWords)[number]>;

function withoutIdentityNumbers(fields: FreeWords): FreeWords {
  const masked = { ...fields };
  for (const field of freeWords) {
    const words = fields[field];
    if (words !== null) masked[field] = maskIdentityNumbers(words);
  }
  return masked;
}

function phoneOf(text: string): string {
  const reading = readPhone(text);
  if (!reading.ok) throw new Problem('declaration.phone');
  return reading.e164;
}
