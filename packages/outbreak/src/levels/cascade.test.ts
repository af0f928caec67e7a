import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../localDate.ts';
import { type TestContact, TestOutbreak, type TestPerson } from './testGraph.ts';

const names = ['an', 'binh', 'chi', 'dung', 'giang', 'ha', 'khoa', 'lan'];
const day = fc.integer({ min: 0, max: 60 }).map((days) => addDays('2021-05-15', days));
const name = fc.constantFrom(...names);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });

const person: fc.Arbitrary<TestPerson> = fc.record({
  case: maybe(fc.record({ onset: maybe(day), positive: maybe(day), isolated: maybe(day) })),
  isolated: maybe(day),
  isolatedUntil: maybe(day),
  negative: fc.array(day, { maxLength: 2 }),
  decided: fc.option(fc.record({ level: fc.constantFrom(null, 1, 2), on: day }), { nil: undefined, freq: 8 }),
});
const contact: fc.Arbitrary<TestContact> = fc
  .record({
    from: name,
    to: name,
    first: maybe(day),
    last: maybe(day),
    stated: fc.option(fc.constantFrom(1, 2, 3), { nil: undefined }),
    byCode: fc.boolean(),
    negated: fc.boolean(),
  })
  .filter(({ from, to }) => from !== to);

type Change =
  | { readonly kind: 'person'; readonly name: string; readonly person: TestPerson }
  | { readonly kind: 'contact'; readonly contact: TestContact }
  | { readonly kind: 'negate'; readonly place: number };
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('person' as const), name, person }),
  fc.record({ kind: fc.constant('contact' as const), contact }),
  fc.record({ kind: fc.constant('negate' as const), place: fc.nat(30) }),
);

const today = '2021-07-10';

describe('the cascade', () => {
  it('finds after every change what a computation of the whole finds', () => {
    fc.assert(
      fc.property(
        fc.dictionary(name, person),
        fc.array(contact, { minLength: 3, maxLength: 24 }),
        fc.array(change, { minLength: 1, maxLength: 6 }),
        (people, contacts, changes) => {
          const outbreak = new TestOutbreak(people, contacts);
          outbreak.rebuild(today);
          for (const one of changes) {
            outbreak.cascade(apply(outbreak, one), today);
            const whole = outbreak.whole(today);
            for (const each of names) {
              const id = outbreak.id(each);
              expect(outbreak.stored(id).level ?? null).toEqual(whole.get(id) ?? null);
              expect(outbreak.stored(id).windows).toEqual(outbreak.wholeWindows(id));
            }
          }
        },
      ),
      { numRuns: 400 },
    );
  }, 60_000);

  it('looks only at those whom the change can reach', () => {
    const outbreak = new TestOutbreak({ an: { case: { onset: '2021-07-05' } } }, [
      { from: 'an', to: 'binh', last: '2021-07-05' },
      { from: 'binh', to: 'chi', last: '2021-07-06' },
      { from: 'binh', to: 'dung', last: '2021-06-01' }, // long before
      { from: 'giang', to: 'chi', last: '2021-07-06' },
      { from: 'chi', to: 'ha', last: '2021-07-07' },
    ]);
    outbreak.rebuild(today);
    outbreak.person('binh', { isolated: '2021-07-05' });
    const looked = outbreak.cascade(['binh'], today).map(({ person: { id } }) => id);
    expect(looked).toEqual(['binh', 'chi', 'ha'].map((each) => outbreak.id(each)));
  });
});

/** Makes the change; gives the people from whom levels are derived again. */
function apply(outbreak: TestOutbreak, one: Change): string[] {
  if (one.kind === 'person') {
    outbreak.person(one.name, one.person);
    return [one.name];
  }
  if (one.kind === 'contact') {
    outbreak.contacts.push(one.contact);
    return [one.contact.to];
  }
  const place = one.place % outbreak.contacts.length;
  const old = outbreak.contacts[place];
  if (!old) return [];
  outbreak.contacts[place] = { ...old, negated: !old.negated };
  return [old.to];
}
