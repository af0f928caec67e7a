import { Problem } from '@truyvet/contract';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { asSystem } from '../../db/levels/asSystem.ts';
import type { CaseRecord } from '../../db/levels/cases.ts';
import { lockLevels } from '../../db/levels/levelLock.ts';
import { insertSample, readSample, type SampleFacts, type SampleRecord, updateSample } from '../../db/levels/samples.ts';
import { unitOfPerson } from '../../db/levels/subjects.ts';
import type { MovedPerson } from '../../db/levels/writeLevels.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { lockVersion } from '../../db/versions.ts';
import { localDate } from '../../localTime.ts';
import { caseOfSamples, type Turned } from './caseOfSamples.ts';
import type { LevelCause } from './levelCause.ts';
import { moveLevels } from './moveLevels.ts';
import { requireOutbreak } from './requireOutbreak.ts';
import { exposeSurroundings } from './surroundings.ts';

export type SampleOutcome = {
  readonly sample: SampleRecord;
  /** The person's case as it is now; null when they have none. */
  readonly record: CaseRecord | null;
  /** Everybody whose level moved, of all units. */
  readonly moved: readonly MovedPerson[];
};

type Asking = { readonly scope: Scope; readonly userId: number; readonly now: Date };

/**
 * Writes down a sample. A positive one turns the person into a case and moves everyone behind, a negative one may end what they passed on; all
 * in one transaction. Throws `resource.missing` when there is no such person in the scope or no such outbreak, `sample.dates`.
 */
export async function recordSample(
  db: Db,
  request: Asking & { readonly personId: number; readonly outbreakId: number; readonly sample: SampleFacts },
): Promise<SampleOutcome> {
  const { scope, userId, now: at, personId, outbreakId } = request;
  requireDatesInOrder(request.sample, localDate(at));
  return await inScope(db, scope, async (tx) => {
    await requireOutbreak(tx, outbreakId);
    await lockLevels(tx, outbreakId);
    const unitId = await unitOfPerson(tx, personId);
    const sample = await insertSample(tx, { ...request.sample, outbreakId, personId, unitId, at });
    const details = { personId, kind: sample.kind, result: sample.result };
    await appendAudit(tx, { at, userId, unitId, action: 'create', subject: 'sample', subjectId: sample.id, details });
    return sample.result === 'pending'
      ? { sample, record: null, moved: [] }
      : await applyResult(tx, sample, sample.result, { userId, at });
  });
}

/**
 * Changes a sample: its result came, or was corrected. Throws `resource.missing`, `resource.changed` when `seen` is no longer its version,
 * `sample.dates`.
 */
export async function changeSample(
  db: Db,
  request: Asking & { readonly sampleId: number; readonly seen: number; readonly changes: Partial<SampleFacts> },
): Promise<SampleOutcome> {
  const { scope, userId, now: at, sampleId, seen, changes } = request;
  return await inScope(db, scope, async (tx) => {
    const found = await readSample(tx, sampleId);
    if (!found) throw new Problem('resource.missing');
    await lockLevels(tx, found.outbreakId);
    await lockVersion(tx, 'sample', sampleId, seen);
    const before = (await readSample(tx, sampleId)) ?? found;
    const after = { ...before, ...changes };
    requireDatesInOrder(after, localDate(at));
    const corrected = before.result !== 'pending' && after.result !== before.result;
    const sample = await updateSample(tx, sampleId, after, { version: seen + 1, correctedAt: corrected ? at : null });
    const details = { personId: sample.personId, before: factsOf(before), after: factsOf(sample) };
    const { unitId } = sample;
    await appendAudit(tx, { at, userId, unitId, action: 'change', subject: 'sample', subjectId: sampleId, details });
    return await applyResult(tx, sample, corrected ? 'corrected' : sample.result, { userId, at });
  });
}

async function applyResult(
  tx: Tx,
  sample: SampleRecord,
  news: SampleRecord['result'] | 'corrected',
  { userId, at }: { userId: number; at: Date },
): Promise<SampleOutcome> {
  const { personId, outbreakId, unitId, id } = sample;
  const turned = await caseOfSamples(tx, { outbreakId, personId, unitId, at });
  const { record } = turned;
  if (record && turned.became !== null) await auditTurn(tx, turned, { userId, at, unitId, sampleId: id });
  const cause = { sampleId: id, ...(record && { caseId: record.id }) };
  const because = causeOf(turned, news);
  const moved = await asSystem(tx, async () => {
    const near = record?.status === 'confirmed' ? await exposeSurroundings(tx, outbreakId, [record.id], at) : [];
    return await moveLevels(tx, { outbreakId, people: [personId, ...near], because, cause, at, userId });
  });
  return { sample, record, moved };
}

function causeOf({ became }: Turned, news: SampleRecord['result'] | 'corrected'): LevelCause {
  if (became === 'case') return 'samplePositive';
  if (became === 'noCase' || news === 'corrected') return 'sampleCorrected';
  return news === 'positive' ? 'samplePositive' : 'sampleNegative';
}

async function auditTurn(
  tx: Tx,
  { record, became }: Turned,
  { userId, at, unitId, sampleId }: { userId: number; at: Date; unitId: number; sampleId: number },
): Promise<void> {
  if (record === null) return;
  const details = { personId: record.personId, became, sampleId };
  await appendAudit(tx, { at, userId, unitId, action: 'change', subject: 'case', subjectId: record.id, details });
}

function factsOf({ kind, plannedOn, takenOn, sentOn, laboratory, result, resultOn }: SampleFacts): SampleFacts {
  return { kind, plannedOn, takenOn, sentOn, laboratory, result, resultOn };
}

/** Taken, then sent, then the result; none after today, because a year mistyped would move everyone behind. */
function requireDatesInOrder({ takenOn, sentOn, resultOn }: SampleFacts, today: string): void {
  let before: string | null = null;
  for (const [field, day] of Object.entries({ takenOn, sentOn, resultOn })) {
    if (day === null) continue;
    if (day > today || (before !== null && day < before)) throw new Problem('sample.dates', { field });
    before = day;
  }
}
