import type { LocalDate } from '../localDate.ts';
import type { FollowUpPeriod } from './followUpPeriod.ts';

export type FollowUpDates = { readonly originalStartOn: LocalDate; readonly startOn: LocalDate; readonly endOn: LocalDate };

/**
 * A follow-up after one more exposure: the clock starts again where the new period ends later, and the first start is kept. An exposure without a
 * date, or one that ends no later, moves nothing: null.
 */
export function restarted(known: FollowUpDates, period: FollowUpPeriod, dated: boolean): FollowUpDates | null {
  if (!dated || period.endOn <= known.endOn) return null;
  return { originalStartOn: known.originalStartOn, startOn: period.startOn, endOn: period.endOn };
}
