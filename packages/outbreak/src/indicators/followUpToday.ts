import { type Share, shareOf } from './share.ts';

/** Contacts in numbers, on one day. */
export type FollowUpCounts = {
  /** Whose follow-up includes this day. */
  readonly due: number;
  /** Of these: spoken with by phone or at the door on this day, whatever came of it. */
  readonly reached: number;
  /** Of these: the day was done. */
  readonly followed: number;
  /** Of these: not seen for 3 days or more, or not since they became known that long ago. */
  readonly notSeenFor3Days: number;
  /** Of these: no day of follow-up was ever done. */
  readonly neverSeen: number;
  /** All whose follow-up was begun, whatever became of it. */
  readonly begun: number;
  /** Of these: closed as lost. */
  readonly lost: number;
};

export type FollowUpToday = {
  readonly reached: Share;
  readonly followed: Share;
  /** As the WHO contact tracing template counts it: last seen 3 days ago or more, of those under follow-up. */
  readonly notSeenFor3Days: Share;
  readonly neverSeen: Share;
  readonly lost: Share;
};

export function followUpToday(counts: FollowUpCounts): FollowUpToday {
  const { due, begun } = counts;
  return {
    reached: shareOf(counts.reached, due),
    followed: shareOf(counts.followed, due),
    notSeenFor3Days: shareOf(counts.notSeenFor3Days, due),
    neverSeen: shareOf(counts.neverSeen, due),
    lost: shareOf(counts.lost, begun),
  };
}
