/**
 * A town: who lives behind each number, what is true of them, and how they behave on the phone.
 *
 * The people are made up by a generator from a seed; their names say so ("Thử" is "test"), and nothing here is told to the caller's side
 * but the list of a commune nurse.
 */
export type Town = {
  readonly version: 1;
  readonly seed: number;
  /** The local day on which the list was handed in, yyyy-mm-dd. */
  readonly today: string;
  readonly unit: { readonly code: string; readonly name: string };
  /** What reading the list must give. */
  readonly expected: ExpectedList;
  readonly citizens: readonly Citizen[];
};

export type ExpectedList = {
  readonly people: number;
  /** Rows below the header, blank ones not counted. */
  readonly rows: number;
  readonly rejectedRows: number;
  readonly rejected: readonly { readonly rowNumber: number; readonly why: BadRow }[];
  /** Rows that name someone a second time. */
  readonly mergedRows: readonly number[];
};

/** What a nurse got wrong in a row that must come back. */
export type BadRow =
  | 'emergencyNumber'
  | 'serviceNumber'
  | 'noPhone'
  | 'noName'
  | 'bornIn1890'
  | 'bornInFuture'
  | 'contactInFuture'
  | 'foreignNumber';

export type Citizen = {
  readonly name: string;
  readonly sex: 'male' | 'female';
  readonly hamlet: string;
  /** E.164; the first is the one a caller would try. */
  readonly numbers: readonly [string, ...string[]];
  readonly level: 'F1' | 'F2';
  readonly truth: Truth;
  readonly persona: Persona;
  /** What happens at the first, second, … call; the last one goes on. */
  readonly calls: readonly [CallPlan, ...CallPlan[]];
};

export type YesNo = 'yes' | 'no' | 'unsure';

/** What a citizen would tell when asked. */
export type Truth = {
  readonly birthYear: number;
  readonly remembersContact: YesNo;
  readonly symptoms: YesNo;
  readonly severe: YesNo;
  /** Pregnant or chronically ill. */
  readonly vulnerable: YesNo;
  readonly wentOut: YesNo;
  readonly household: number;
  readonly metOthers: YesNo;
  /** Those met, when `metOthers` is yes. */
  readonly met: readonly { readonly phone: string | null; readonly relation: 'family' | 'neighbour' | 'colleague' | 'other' }[];
  readonly where: 'home' | 'quarantine' | 'other';
};

export const personas = [
  'truthful',
  'symptomatic',
  'severe',
  'vulnerable',
  'silentElder',
  'slow',
  'wrongKey',
  'wrongYearOnce',
  'wrongYearTwice',
  'handsOver',
  'saysLater',
  'wrongPerson',
  'notInUse',
  'busyOnce',
  'alwaysBusy',
  'neverAnswers',
  'switchedOff',
  'voicemail',
  'rejects',
  'refuses',
  'hangsUpMidway',
  'asksForOfficer',
] as const;
export type Persona = (typeof personas)[number];

/** What one call meets. Ring times are of a real telephone; the caller's `pace` divides them. */
export type CallPlan =
  | { readonly kind: 'rejects'; readonly ringMs: number; readonly sipStatus: number; readonly q850Cause: number }
  | { readonly kind: 'ringsOut' }
  | { readonly kind: 'voicemail'; readonly ringMs: number; readonly greetingMs: number; readonly recordsMs: number }
  | ({ readonly kind: 'answers'; readonly ringMs: number } & Manners);

export type Manners = {
  /** Who picks up. `relative` hands the phone over or says "later". */
  readonly who: 'self' | 'relativeHandsOver' | 'relativeSaysLater' | 'stranger';
  /** Presses as soon as the question is known; otherwise waits for its end. */
  readonly bargesIn: boolean;
  /** From the question to the key. */
  readonly thinkMs: number;
  /** Presses nothing at all. */
  readonly silent?: boolean;
  /** What is done instead the first times a prompt is heard: these keys, or nothing when null. */
  readonly slips?: Readonly<Record<string, readonly (string | null)[]>>;
  /** Hangs up in the middle of this prompt. */
  readonly hangsUpAt?: string;
};
