import type { DialPolicyInput } from '../commands/dialPolicy.ts';

/** The demo lives here: 10 July 2021, 08:00 in Viet Nam, the morning after the letter. */
export const demoStart = new Date('2021-07-10T08:00:00+07:00');

const minuteMs = 60_000;

/** The campaign's policy: waits of half an hour, so that a morning passes in three minutes at the default pace of 60. */
export function demoPolicy(pace: number, channels: number): DialPolicyInput {
  const wait = 30 * minuteMs;
  return {
    channels,
    callsPerSecond: 20,
    // A phone may serve a whole household on the list.
    maxPerPhonePerDay: 10,
    pace,
    retryMs: {
      busy: 10 * minuteMs,
      noAnswer: wait,
      unreachable: wait,
      rejected: wait,
      numberSuspect: wait,
      machine: wait,
      abandoned: wait,
      callBackLater: wait,
    },
  };
}
