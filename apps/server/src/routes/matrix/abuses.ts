/** For the abuse test: what nobody should send, made field by field from what a schema asks for. */
import type { JsonSchema } from './sampleOf.ts';

/** `refused`: no schema may take it; else it may be taken or refused, and must not fail. */
export type Abuse = { readonly field: string; readonly what: string; readonly value: unknown; readonly refused: boolean };

const huge = 'ă'.repeat(100_000);
const lone = 'An \ud800';
const nul = 'An\u0000';
const texts = [
  ['NUL', nul, true],
  ['a lone surrogate', lone, true],
  ['a control character', 'An\u0007', true],
  ['a huge text', huge, false],
  ['an empty text', '', false],
  ['SQL', `'; drop table person; --`, false],
  ['markup', '<script>alert(1)</script>', false],
  ['words turned round', '\u202eabc', false],
] as const;
const days = [
  ['30 February', '2021-02-30', true],
  ['the year 99999', '99999-01-01', true],
  ['the year 0', '0000-01-01', true],
  ['the year 9999', '9999-12-31', false],
  ['month 13', '2021-13-01', true],
  ['a day with its time', '2021-07-10T00:00:00Z', true],
  ['no day', 'hôm qua', true],
  ['NUL', `2021-07-10${nul}`, true],
] as const;
const instants = [
  ['30 February', '2021-02-30T00:00:00Z', true],
  ['the year 99999', '99999-01-01T00:00:00Z', true],
  ['the year 0', '0000-01-01T00:00:00Z', true],
  ['the last instant', '9999-12-31T23:59:59Z', false],
  ['25 hours', '2021-07-10T25:00:00Z', true],
] as const;
const numbers = [
  ['a negative number', -1, false],
  ['zero', 0, false],
  ['a fraction', 0.5, false],
  ['beyond int4', 2_147_483_648, false],
  ['beyond int2', 40_000, false],
  ['the greatest safe integer', Number.MAX_SAFE_INTEGER, false],
  ['beyond int8', 1e19, false],
  ['beyond a double', 'Infinity', true],
] as const;

/** Everything that can be wrong with a value of this schema; `sample` is right. */
export function abusesOf(schema: JsonSchema, sample: unknown, field = ''): Abuse[] {
  const own = choiceOf(schema);
  const here = wrongHere(own).map(([what, value, refused]) => ({ field, what, value, refused }));
  if (own.type === 'object') return [...here, ...ofMembers(own, sample, field)];
  if (own.type === 'array') return [...here, ...ofItems(own, sample, field)];
  return here;
}

/** Of a choice between shapes the first that is not null. */
function choiceOf(schema: JsonSchema): JsonSchema {
  const [first] = [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])].filter(
    ({ type }) => type !== 'null',
  );
  return first ? choiceOf(first) : schema;
}

type Wrong = readonly [what: string, value: unknown, refused: boolean];

function wrongHere(schema: JsonSchema): Wrong[] {
  if (schema.enum || schema.const !== undefined)
    return [
      ['an unknown word', 'khôngCó', true],
      ['a number', 7.5, true],
      ['NUL', nul, true],
    ];
  const { type, format } = schema;
  const stranger: Wrong[] = [
    ['an object', { a: { b: [] } }, type !== 'object' && type !== undefined],
    ['a list', [[['x']]], type !== 'array' && type !== undefined],
    ['NUL', nul, true],
  ];
  if (type === 'string')
    return [...stranger, ['a number', 12, true], ...(format === 'date' ? days : format === 'date-time' ? instants : texts)];
  if (type === 'integer' || type === 'number') return [...stranger, ['a word', 'mười', true], ...numbers];
  if (type === 'boolean') return [...stranger, ['a word', 'có', true], ['a number', 1, true]];
  return stranger;
}

function ofMembers(
  { properties = {}, required = [], additionalProperties }: JsonSchema,
  sample: unknown,
  field: string,
): Abuse[] {
  const whole = { ...(typeof sample === 'object' ? sample : {}) } as Record<string, unknown>;
  const within = (name: string) => (field === '' ? name : `${field}.${name}`);
  const members = Object.entries(properties).flatMap(([name, property]) =>
    abusesOf(property, whole[name], within(name)).map((abuse) => ({ ...abuse, value: { ...whole, [name]: abuse.value } })),
  );
  const missing = required.map((name) => {
    const { [name]: _, ...rest } = whole;
    return { field: within(name), what: 'missing', value: rest, refused: true };
  });
  const stranger = { field, what: 'a member nobody knows', value: { ...whole, [nul]: lone, constructor: 1 }, refused: true };
  const named = typeof additionalProperties === 'object' ? [{ ...stranger, value: { [nul]: 'x' } }] : [];
  return [...members, ...missing, stranger, ...named];
}

function ofItems({ items = {} }: JsonSchema, sample: unknown, field: string): Abuse[] {
  const [first] = Array.isArray(sample) ? sample : [];
  const items_ = abusesOf(items, first, `${field}.0`).map((abuse) => ({ ...abuse, value: [abuse.value] }));
  const many = { field, what: 'ten thousand of them', value: Array.from({ length: 10_000 }, () => first ?? 1), refused: false };
  return [...items_, many, { field, what: 'twice the same', value: [first, first], refused: false }];
}
