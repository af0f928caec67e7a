import type { Words } from '../diseases/profile.ts';
import { dayText, type LocalDate } from '../localDate.ts';
import { type PlannedPhase, sampleCalendar } from './calendar.ts';

/** A sample of the person in this outbreak. `ruleDays` as planned by the order; empty for any other. */
export type TakenSample = {
  readonly id: number;
  readonly ruleDays: readonly string[];
  readonly takenOn: LocalDate | null;
  readonly result: 'pending' | 'negative' | 'positive' | 'invalid';
};

export type BlockCode =
  | 'days.notOver'
  | 'sample.missing'
  | 'sample.tooEarly'
  | 'sample.pending'
  | 'sample.invalid'
  | 'sample.positive'
  | 'samples.unknown';
export type Block = { readonly code: BlockCode; readonly sampleId: number | null; readonly text: Words };
export type ReleaseVerdict = { readonly mayRelease: boolean; readonly blocks: readonly Block[] };

/**
 * Whether a person may leave a phase of their order: its days are over (`today` is after its last day) and, where the rule asks for it, every
 * required sample is negative. Each required sample needs one of its own, taken on its day or later, on a day no other one was taken: a
 * missed sample is made good by a later one, never by a word. A positive sample since the order began blocks: a contact for good, because they are a
 * case now and need an order as one; a case until a later sample is negative.
 */
export function releaseVerdict(order: {
  readonly phase: PlannedPhase;
  readonly orderStartOn: LocalDate;
  readonly negativeSamples: 'all' | 'none';
  /** The order was given to a case. */
  readonly ofCase: boolean;
  readonly samples: readonly TakenSample[];
  readonly today: LocalDate;
}): ReleaseVerdict {
  const { phase, orderStartOn, samples, today } = order;
  const positives = samples.filter((sample) => sample.result === 'positive' && isSince(sample, orderStartOn));
  const standing = order.ofCase ? positives.filter((sample) => !isOverBy(samples, sample)) : positives;
  const blocks = [
    ...(today > phase.endOn ? [] : [daysNotOver(phase.endOn)]),
    ...standing.map(positive),
    ...(order.negativeSamples === 'all' ? missing(phase, orderStartOn, samples, new Set(standing.map(({ id }) => id))) : []),
  ];
  return { mayRelease: blocks.length === 0, blocks };
}

const isSince = ({ takenOn }: TakenSample, day: LocalDate): boolean => takenOn !== null && takenOn >= day;

/** Whether somebody who was positive has been negative on a later day. */
const isOverBy = (samples: readonly TakenSample[], { takenOn: positiveOn }: TakenSample): boolean =>
  samples.some(({ result, takenOn }) => result === 'negative' && takenOn !== null && positiveOn !== null && takenOn > positiveOn);

/** `told`: positive samples that block by themselves. */
function missing(
  phase: PlannedPhase,
  orderStartOn: LocalDate,
  samples: readonly TakenSample[],
  told: ReadonlySet<number>,
): Block[] {
  if (phase.tests === null) return [unknownTests()];
  const required = sampleCalendar([phase], orderStartOn).reverse();
  const negative = samples.filter(({ result, takenOn }) => result === 'negative' && takenOn !== null);
  const used = new Set<LocalDate>();
  const blocks: Block[] = [];
  // The last one first: whatever serves it serves the earlier ones too, so that no sample is spent where another would do.
  for (const { plannedOn, ruleDays } of required) {
    const served = negative.find(({ takenOn }) => takenOn !== null && takenOn >= plannedOn && !used.has(takenOn));
    if (served?.takenOn) used.add(served.takenOn);
    else {
      const block = reason(plannedOn, ruleDays, samples, told);
      if (block) blocks.push(block);
    }
  }
  return blocks.reverse();
}

function reason(
  plannedOn: LocalDate,
  ruleDays: readonly string[],
  samples: readonly TakenSample[],
  told: ReadonlySet<number>,
): Block | null {
  const own = samples.find((sample) => sample.ruleDays.some((day) => ruleDays.includes(day)));
  const days = ruleDays.map((day) => day.split(':')[1]).join(', ');
  const about = { vi: `Mẫu ngày thứ ${days} (${dayText(plannedOn)})`, en: `The sample of day ${days} (${dayText(plannedOn)})` };
  const block = (code: BlockCode, vi: string, en: string, sampleId = own?.id ?? null): Block => ({
    code,
    sampleId,
    text: { vi: `${about.vi} ${vi}.`, en: `${about.en} ${en}.` },
  });
  const pending = samples.find(({ result, takenOn }) => result === 'pending' && takenOn !== null && takenOn >= plannedOn);
  if (pending) return block('sample.pending', 'chưa có kết quả', 'has no result yet', pending.id);
  if (!own || own.takenOn === null) return block('sample.missing', 'chưa được lấy', 'was not taken');
  if (own.takenOn < plannedOn) return block('sample.tooEarly', 'lấy trước ngày quy định', 'was taken before its day');
  if (own.result === 'invalid')
    return block('sample.invalid', 'không cho kết quả, phải lấy lại', 'gave no result and must be repeated');
  // A positive one is told by itself.
  return own.result === 'positive' && told.has(own.id)
    ? null
    : block('sample.missing', 'cần một mẫu âm tính riêng', 'needs a negative sample of its own');
}

const daysNotOver = (endOn: LocalDate): Block => ({
  code: 'days.notOver',
  sampleId: null,
  text: { vi: `Chưa hết thời hạn: đến hết ngày ${dayText(endOn)}.`, en: `The days are not over: through ${dayText(endOn)}.` },
});
const positive = ({ id, takenOn }: TakenSample): Block => ({
  code: 'sample.positive',
  sampleId: id,
  text: {
    vi: `Mẫu lấy ngày ${dayText(takenOn ?? '')} dương tính.`,
    en: `The sample taken on ${dayText(takenOn ?? '')} is positive.`,
  },
});
const unknownTests = (): Block => ({
  code: 'samples.unknown',
  sampleId: null,
  text: { vi: 'Chưa rõ các ngày phải lấy mẫu.', en: 'The days on which samples are to be taken are not known.' },
});
