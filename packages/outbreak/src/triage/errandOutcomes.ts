/** What can come out of human work, and which errands it can come out of. */

/** Comes out of any errand. */
const common = ['done', 'notNeeded', 'notPossible'] as const;

const spoke = ['reached', 'notFound', 'refused'] as const;
/** By errand code, besides `common`. Codes that are not here know the common outcomes only. */
const particular = {
  askedForOfficer: spoke,
  noUsableAnswer: spoke,
  cutOff: spoke,
  guardianNeeded: spoke,
  refusedToAnswer: spoke,
  notReached: [...spoke, 'moved'],
  lostToFollowUp: [...spoke, 'moved'],
  identityFailed: ['personConfirmed', 'otherPerson', 'notFound'],
  identityUnknown: ['birthYearFound', 'notFound'],
  wrongNumber: ['numberFound', 'noNumber', 'moved', 'notFound'],
  noPhone: [...spoke, 'numberFound', 'noNumber', 'moved'],
  namedContact: ['contactConfirmed', 'contactRejected', 'notFound'],
  declaredContact: ['contactConfirmed', 'contactRejected', 'notFound'],
  declaredReturnee: ['reached', 'notFound', 'moved'],
  declarationUnmatched: ['personConfirmed', 'otherPerson', 'notFound'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type ErrandOutcome = (typeof common)[number] | (typeof particular)[keyof typeof particular][number];

/** Every outcome there is. */
export const errandOutcomes: readonly ErrandOutcome[] = [...new Set([...common, ...Object.values(particular).flat()])];

/** The outcomes that an errand of this code can have. */
export function outcomesOf(code: string): readonly ErrandOutcome[] {
  const known: Readonly<Record<string, readonly ErrandOutcome[]>> = particular;
  return [...(Object.hasOwn(known, code) ? (known[code] ?? []) : []), ...common];
}
