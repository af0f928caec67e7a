import { randomInt } from 'node:crypto';
import { type DeclarationFields, Problem } from '@truyvet/contract';
import { errandDeadlineMs, judge } from '@truyvet/outbreak';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import {
  insertCandidates,
  insertDeclaration,
  readBySubmissionKey,
  settleDeclaration,
} from '../../db/declarations/declarations.ts';
import { insertDeclaredPerson, raiseUnmatched } from '../../db/declarations/effects.ts';
import { type NearPerson, readNearPeople } from '../../db/declarations/nearPeople.ts';
import { readOriginProvince } from '../../db/declarations/origin.ts';
import type { DeclarationChannel, DeclarationMatch } from '../../db/schema/registers.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { localDate } from '../../localTime.ts';
import { applyDeclaration } from './applyDeclaration.ts';
import { type ReadDeclaration, readDeclaration } from './readDeclaration.ts';
import { isSevere } from './severity.ts';

export type DeclarationToRecord = {
  /** The system's for the public form and the hotline: a citizen sees nothing. */
  readonly scope: Scope;
  readonly unitId: number;
  readonly outbreakId: number;
  readonly channel: DeclarationChannel;
  readonly fields: DeclarationFields;
  /** The same key again is the same declaration: a form sent twice, a row imported twice, a call recovered. */
  readonly submissionKey: string | null;
  /** The call, the file and row; null for the form. */
  readonly sourceRef: string | null;
  readonly userId: number | null;
  readonly now: Date;
};
export type RecordedDeclaration = {
  readonly id: number;
  readonly code: string;
  readonly severe: boolean;
  readonly match: DeclarationMatch;
  /** True when it was stored before: nothing has changed then. */
  readonly seenBefore: boolean;
};

/**
 * Stores a health declaration and lets it count, in one transaction. When exactly one stored person of the commune is certainly meant, it counts
 * for them at once; else those who may be meant are proposed to an officer. A severe sign never waits for that: a person is made of the
 * declaration, so that the alert names somebody with a number. Throws `declaration.*`, `register.dates`.
 */
export async function recordDeclaration(db: Db, request: DeclarationToRecord): Promise<RecordedDeclaration> {
  const given = readDeclaration(request.fields);
  return await inScope(db, request.scope, (tx) => store(tx, request, given));
}

async function store(tx: Tx, request: DeclarationToRecord, given: ReadDeclaration): Promise<RecordedDeclaration> {
  const { unitId, outbreakId, submissionKey, now, userId } = request;
  const near = await readNearPeople(tx, unitId, given);
  const judged = near.map((person) => ({ person, judgement: judge(identityOf(given), person) }));
  const same = judged.filter(({ judgement }) => judgement.verdict === 'same');
  const certain = same.length === 1 ? same[0]?.person : undefined;
  const proposed = certain ? [] : judged.filter(({ judgement }) => judgement.verdict !== 'different');
  const code = receipt();
  const match: DeclarationMatch = certain ? 'certain' : proposed.length > 0 ? 'proposed' : 'none';
  const row = { ...given, code, submissionKey, outbreakId, unitId, channel: request.channel, sourceRef: request.sourceRef };
  const id = await insertDeclaration(tx, { ...row, personId: certain?.id ?? null, match, at: now, userId });
  if (id === undefined) return await storedBefore(tx, submissionKey, outbreakId);
  const severe = await isSevere(tx, outbreakId, given.symptoms);
  const candidates = proposed.map(({ person, judgement }) => ({
    personId: person.id,
    unitId: person.unitId,
    reasons: judgement.evidence.filter(({ weight }) => weight > 0).map((evidence) => evidence.code),
  }));
  await insertCandidates(tx, id, candidates);
  const personId = certain?.id ?? (severe ? await insertDeclaredPerson(tx, { ...given, unitId, at: now }) : null);
  const settled = certain ? 'certain' : personId === null ? match : 'created';
  if (personId !== null) {
    const fromUnitId = given.fromText === null ? null : await readOriginProvince(tx, given.fromText, localDate(now));
    const journeyId = await applyDeclaration(tx, personId, { ...given, code, outbreakId, fromUnitId }, { userId, now });
    await settleDeclaration(tx, id, { match: settled, personId, journeyId, at: null, userId: null });
  } else {
    await raiseUnmatched(tx, { unitId, at: now, dueInMs: errandDeadlineMs.declarationUnmatched });
  }
  const details = { channel: request.channel, match: settled, severe, ...(personId !== null && { personId }) };
  await appendAudit(tx, { at: now, userId, unitId, action: 'create', subject: 'declaration', subjectId: id, details });
  return { id, code, severe, match: settled, seenBefore: false };
}

async function storedBefore(tx: Tx, key: string | null, outbreakId: number): Promise<RecordedDeclaration> {
  const before = key === null ? undefined : await readBySubmissionKey(tx, key);
  if (!before) throw new Problem('resource.missing');
  const symptoms = Array.isArray(before.symptoms) ? before.symptoms.map(String) : [];
  const severe = await isSevere(tx, outbreakId, symptoms);
  return { id: before.id, code: before.code, severe, match: 'none', seenBefore: true };
}

function identityOf(given: ReadDeclaration): Omit<NearPerson, 'id' | 'unitId'> & { readonly hamlet: string | null } {
  const { fullName, birthYear, birthDate, sex, e164, hamlet } = given;
  const birth =
    birthYear === null ? null : ({ year: birthYear, date: birthDate, precision: birthDate ? 'day' : 'year' } as const);
  return { fullName, birth, sex, nationalId: null, phones: e164 === null ? [] : [{ e164 }], hamlet };
}

/** No 0, 1, I, O: read out over the telephone without doubt. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const receiptLength = 8;

function receipt(): string {
  return Array.from({ length: receiptLength }, () => alphabet[randomInt(alphabet.length)]).join('');
}
