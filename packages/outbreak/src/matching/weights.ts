/**
 * What each agreement is worth, in bits: log2 of how much oftener it is seen among two records of one person (m) than among two people (u), after
 * Fellegi and Sunter, "A Theory for Record Linkage", JASA 64 (1969). The m and u here are this project's own choice, argued in each line for one
 * commune of some 8,000 people; they were not fitted to linked data, because none may leave a commune. What they decide is bounded by rules that no
 * sum can override (judge.ts).
 */
const bits = (m: number, u: number): number => Math.log2(m / u);

/** People of a commune, where it is not said among how many two records were found. */
export const usualPopulation = 8_000;

/** Two records drawn from so many people are one person once in that number: a namesake of the same year says much in a commune, nothing in a province. */
export const priorBits = (population: number): number => -Math.log2(Math.max(1_000, population));

export const weights = {
  // Typed by hand, a number is right in all but 2 %; that two people bear one is a mistake.
  'identity.same': bits(0.98, 1e-6),
  // Half of those mistakes are one digit or a swap of neighbours; numbers of one family are sometimes one apart.
  'identity.near': bits(0.01, 5e-5),
  'identity.differs': bits(0.01, 0.999),
  // A person's number is on both lists in 4 of 5 cases; three others of 8,000 (the household) answer it as well.
  'phone.shared': bits(0.8, 3 / 8_000),
  // Another number on the second list: people have two, or changed it.
  'phone.none': bits(0.2, 0.999),
  // A full name is borne by 1 in 2,000 (Nguyễn 38 %, some 30 usual middle words, some 300 given names, unevenly spread).
  'name.same': bits(0.85, 1 / 2_000),
  // Without marks several names fall together ("Hùng", "Hưng"): about twice as many bearers.
  'name.unmarked': bits(0.85, 1 / 1_000),
  'name.marks': bits(0.03, 1 / 1_500),
  'name.order': bits(0.01, 1 / 4_000),
  'name.typo': bits(0.03, 1 / 300),
  'name.short': bits(0.05, 1 / 200),
  // Brothers and sisters are named so on purpose.
  'name.swapped': bits(0.002, 1 / 4_000),
  'name.different': bits(0.005, 0.99),
  // 70 years of days, of months, of years, the younger ones fuller; a birth is copied wrongly once in 20.
  'birth.day': bits(0.9, 1 / 22_000),
  'birth.month': bits(0.93, 1 / 720),
  'birth.year': bits(0.95, 1 / 60),
  // An age, or the year before or after: lunar years and rounded ages make one person differ by one.
  'birth.near': bits(0.5, 1 / 20),
  'birth.swapped': bits(0.02, 1 / 20_000),
  'birth.differs': bits(0.03, 0.97),
  'sex.same': bits(0.98, 0.5),
  'sex.differs': bits(0.02, 0.5),
  // Some eight hamlets a commune; a fifth of people are listed where they stay, not where they live.
  'place.same': bits(0.8, 1 / 8),
  'place.differs': bits(0.2, 7 / 8),
} as const satisfies Record<string, number>;

export type EvidenceCode = keyof typeof weights;

/** A phone that k people have speaks for each of them k times less than one of a usual household (4). */
export const sharedPhoneBits = (people: number): number => weights['phone.shared'] - Math.max(0, Math.log2(people / 4));
