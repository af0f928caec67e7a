import type { Locale } from './locale.ts';

const timeZone = 'Asia/Ho_Chi_Minh';
const languageTags = { vi: 'vi-VN', en: 'en-GB' } as const;

export type Formats = {
  /** An instant (ISO 8601, UTC) as local date and time of Vietnam, e.g. `10/07/2021 08:05`. */
  readonly instant: (iso: string) => string;
  /** Only the local time of an instant, with seconds. */
  readonly clock: (iso: string) => string;
  /** A date people speak of (`2021-07-05`), shown as `05/07/2021`; nothing is shifted by a time zone. */
  readonly day: (date: string) => string;
  readonly number: (value: number) => string;
  /** A share between 0 and 1, as a percentage. */
  readonly percent: (share: number) => string;
  /** A length of time in milliseconds as `m:ss`. */
  readonly duration: (durationMs: number) => string;
};

export function createFormats(locale: Locale): Formats {
  const tag = languageTags[locale];
  const numbers = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
  const percents = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 0 });
  const days = new Intl.DateTimeFormat('en-GB', { timeZone, day: '2-digit', month: '2-digit', year: 'numeric' });
  const times = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const clocks = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  return {
    instant: (iso) => `${days.format(new Date(iso))} ${times.format(new Date(iso))}`,
    clock: (iso) => clocks.format(new Date(iso)),
    day: (date) => date.split('-').reverse().join('/'),
    number: (value) => numbers.format(value),
    percent: (share) => percents.format(share),
    duration: formatDuration,
  };
}

/** `m:ss`, never negative. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** The date in Vietnam at an instant, as `2021-07-10`. */
export function localDateOf(iso: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(iso));
}
