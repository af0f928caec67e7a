import type { Db } from '../db/connect.ts';
import { inScope, systemScope } from '../db/scope.ts';
import type { Mismatch } from './compare.ts';

/** What `npm run demo -- --json` prints. */
export type DemoResult = {
  readonly people: number;
  readonly rows: number;
  readonly rejectedRows: number;
  readonly attempts: number;
  /** People who were identified on the phone. */
  readonly reached: number;
  /** People who were asked all that had to be asked; a severe sign ends the questions at once. */
  readonly completed: number;
  readonly alerts: number;
  readonly errands: number;
  readonly seconds: number;
  /** The most calls at once. */
  readonly mostLive: number;
  readonly kills: number;
  /** Differences between the database and the citizens' own log. */
  readonly mismatches: number;
  readonly mismatchKinds: Readonly<Record<string, number>>;
};

type Parts = {
  readonly campaignId: number;
  readonly tasks: number;
  readonly rows: number;
  readonly rejectedRows: number;
  readonly mostLive: number;
  readonly kills: number;
  readonly seconds: number;
  readonly mismatches: readonly Mismatch[];
};

/** Counts in the database what the calls came to. */
export async function demoFigures(db: Db, parts: Parts): Promise<DemoResult> {
  const { tasks, rows, rejectedRows, mostLive, kills, seconds, mismatches } = parts;
  const counted = await inScope(db, systemScope, async (tx) => {
    const ofAttempts = await tx
      .selectFrom('attempt')
      .select((eb) => [
        eb.fn.countAll<number>().as('attempts'),
        eb.fn.count<number>('person_id').distinct().filterWhere('identified', 'is not', null).as('reached'),
        eb.fn.count<number>('person_id').distinct().filterWhere('disposition', 'in', ['completed', 'urgent']).as('completed'),
      ])
      .executeTakeFirstOrThrow();
    const alerts = await tx
      .selectFrom('alert')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    const errands = await tx
      .selectFrom('errand')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    return { ...ofAttempts, alerts: alerts.n, errands: errands.n };
  });
  const mismatchKinds: Record<string, number> = {};
  for (const { kind } of mismatches) mismatchKinds[kind] = (mismatchKinds[kind] ?? 0) + 1;
  return {
    people: tasks,
    rows,
    rejectedRows,
    ...counted,
    seconds,
    mostLive,
    kills,
    mismatches: mismatches.length,
    mismatchKinds,
  };
}
