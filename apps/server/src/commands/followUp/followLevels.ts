import { followUpPeriod } from '@truyvet/outbreak';
import { z } from 'zod';
import type { Db, Tx } from '../../db/connect.ts';
import { lockLevelFollowing, openFollowUps, readLevelsToFollow, resumeTakenBack } from '../../db/followUp/openFollowUps.ts';
import { holdFreePeople } from '../../db/personFacts/holdPeople.ts';
import { inScope, systemScope } from '../../db/scope.ts';
import { readSetting, writeSetting } from '../../db/settings.ts';
import { localDate } from '../../localTime.ts';

const batch = 2000;
/** What was committed while the run before was reading. */
const overlapMs = 10 * 60_000;
/** Up to when levels were looked at. */
const doneSetting = { key: 'followUp.levelsUntil', shape: z.object({ at: z.iso.datetime() }) } as const;

/**
 * Opens a follow-up for everybody whose derived level asks for one, and starts the clock of those again who were exposed anew: contacts found by an
 * officer, a call, a milestone or a household get theirs like those of a list; whose case was taken back is followed again. With `everyone` all levels are looked at, else what is new
 * since the last run. People whom another transaction holds (a list that is coming in) wait for the next run. Returns how many follow-ups changed.
 */
export async function followLevels(
  db: Db,
  { now, everyone }: { readonly now: Date; readonly everyone: boolean },
): Promise<number> {
  const { outbreaks, since } = await inScope(db, systemScope, async (tx) => ({
    outbreaks: await tx.selectFrom('outbreak').select(['id', 'disease']).execute(),
    since: await sinceOf(tx, everyone),
  }));
  let changed = 0;
  let leftOut = 0;
  for (const { id: outbreakId, disease } of outbreaks) {
    for (let after = 0; ; ) {
      const part = await inScope(db, systemScope, (tx) => followBatch(tx, { outbreakId, disease, after, since, now }));
      changed += part.changed;
      leftOut += part.leftOut;
      after = part.last;
      if (part.read < batch) break;
    }
  }
  // While somebody is left out, the next run looks as far back as this one did.
  if (leftOut === 0) await inScope(db, systemScope, (tx) => writeSetting(tx, doneSetting.key, { at: now.toISOString() }));
  return changed;
}

async function sinceOf(tx: Tx, everyone: boolean): Promise<Date | null> {
  const done = everyone ? undefined : await readSetting(tx, doneSetting.key, doneSetting.shape);
  return done === undefined ? null : new Date(Date.parse(done.at) - overlapMs);
}

type Part = {
  readonly outbreakId: number;
  readonly disease: string;
  readonly after: number;
  readonly since: Date | null;
  readonly now: Date;
};

async function followBatch(tx: Tx, { outbreakId, disease, after, since, now }: Part) {
  await lockLevelFollowing(tx);
  const levels = await readLevelsToFollow(tx, outbreakId, { after, since, limit: batch });
  const free = await holdFreePeople(
    tx,
    levels.map(({ personId }) => personId),
  );
  const resumed = await resumeTakenBack(tx, outbreakId, [...free]);
  const wanted = levels
    .filter(({ personId }) => free.has(personId))
    .flatMap(({ personId, level, exposedOn }) => {
      const period = followUpPeriod(level, exposedOn, localDate(now), disease);
      return period === null ? [] : [{ personId, ...period, dated: exposedOn !== null }];
    });
  const changed = await openFollowUps(tx, wanted, { outbreakId, at: now });
  return {
    read: levels.length,
    leftOut: levels.length - free.size,
    changed: new Set([...resumed, ...changed]).size,
    last: levels.at(-1)?.personId ?? after,
  };
}
