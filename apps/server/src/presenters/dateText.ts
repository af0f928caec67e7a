const timeZone = 'Asia/Ho_Chi_Minh';
const dateParts = new Intl.DateTimeFormat('en-GB', { timeZone, day: '2-digit', month: '2-digit', year: 'numeric' });
const timeParts = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** An instant on the wire. */
export const instantText = (at: Date): string => at.toISOString();
export const instantOrNull = (at: Date | null): string | null => at?.toISOString() ?? null;

/** `08:05 10/07/2021`, in Vietnam. */
export const localMoment = (at: Date): string => `${timeParts.format(at)} ${dateParts.format(at)}`;

/** `2021-07-10` → `10/07/2021`. */
export const dayText = (date: string): string => date.split('-').reverse().join('/');
