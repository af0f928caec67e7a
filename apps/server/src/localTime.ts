/** Local time is Asia/Ho_Chi_Minh: UTC+7 without summer time since 13 June 1975 (IANA tzdata). */
const utcOffsetMs = 7 * 3_600_000;
const dayMs = 86_400_000;

/** The local date of an instant: `2021-07-10`. */
export function localDate(at: Date): string {
  return new Date(at.getTime() + utcOffsetMs).toISOString().slice(0, 10);
}

/** The local year of an instant. */
export function localYear(at: Date): number {
  return Number(localDate(at).slice(0, 4));
}

/** The instant at which the local day of `at` began. */
export function localDayStart(at: Date): Date {
  return new Date(Math.floor((at.getTime() + utcOffsetMs) / dayMs) * dayMs - utcOffsetMs);
}
