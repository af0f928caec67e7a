import { Problem } from '@truyvet/contract';
import { type Advice, type AdviceInput, advise, type Category, type StoredRule, type Words } from '@truyvet/outbreak';
import { z } from 'zod';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { type AdviceRecord, insertAdvice, readAdvice } from '../../db/isolation/advice.ts';
import { type AdviceFacts, readAdviceFacts, readPeopleWithoutAdvice } from '../../db/isolation/adviceFacts.ts';
import { readRules } from '../../db/isolation/rules.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { readSetting } from '../../db/settings.ts';
import { localDate } from '../../localTime.ts';
import { withinSentence } from '../../reports/unitWords.ts';

/** Whom the advice names when no rule is in force, where the unit's own committee is not the one to ask. */
export const askSetting = { key: 'isolation.ask', shape: z.object({ vi: z.string(), en: z.string() }) } as const;

export type AdviceRequest = {
  readonly scope: Scope;
  readonly userId: number;
  readonly personId: number;
  readonly outbreakId: number;
  readonly category?: Category | undefined;
  readonly homeAllowed: boolean;
  readonly recoveredOn?: string | undefined;
  readonly now: Date;
};

/**
 * Asks the rules in force today about a person and keeps what they say as a proposal, with the rule's id, version and inputs. Throws
 * `resource.missing`, `advice.categoryUnknown`.
 */
export async function makeAdvice(db: Db, request: AdviceRequest): Promise<AdviceRecord> {
  return await inScope(db, request.scope, async (tx) => {
    const { adviceId } = await propose(tx, request, await readBook(tx));
    return await requireAdvice(tx, adviceId);
  });
}

export type UnitAdvice = { readonly proposed: number; readonly noRule: number; readonly left: number };

/** The same for everybody of a unit who is F1 or F2 and has no advice since their last exposure, up to `limit` people. */
export async function adviseUnit(
  db: Db,
  request: Omit<AdviceRequest, 'personId' | 'homeAllowed'> & { readonly unitId: number; readonly limit: number },
): Promise<UnitAdvice> {
  const { scope, outbreakId, unitId, limit, now } = request;
  return await inScope(db, scope, async (tx) => {
    const without = await readPeopleWithoutAdvice(tx, { outbreakId, unitId, today: localDate(now) }, limit);
    const book = await readBook(tx);
    const count = { rule: 0, none: 0 };
    for (const personId of without.personIds) {
      const { advice } = await propose(tx, { ...request, personId, homeAllowed: false }, book);
      count[advice.kind] += 1;
    }
    return { proposed: count.rule, noRule: count.none, left: without.total - without.personIds.length };
  });
}

/** Every rule kept here, and whom to ask. */
type Book = { readonly rules: readonly StoredRule[]; readonly ask: Words | undefined };

async function readBook(tx: Tx): Promise<Book> {
  const rules = (await readRules(tx)).map(({ rule }) => rule);
  return { rules, ask: await readSetting(tx, askSetting.key, askSetting.shape) };
}

async function propose(
  tx: Tx,
  request: AdviceRequest,
  book: Book,
): Promise<{ readonly adviceId: number; readonly advice: Advice }> {
  const { userId, personId, outbreakId, now } = request;
  const facts = await readAdviceFacts(tx, personId, outbreakId);
  if (!facts) throw new Problem('resource.missing');
  const advice = advise(inputsOf(facts, request, book.ask), book.rules, localDate(now));
  const { unitId } = facts;
  const adviceId = await insertAdvice(tx, { outbreakId, personId, unitId, advice, userId, now });
  const rule = advice.kind === 'rule' ? `${advice.ruleCode}@${advice.ruleVersion}` : null;
  const details = { personId, outbreakId, rule };
  await appendAudit(tx, { at: now, userId, unitId, action: 'create', subject: 'advice', subjectId: adviceId, details });
  return { adviceId, advice };
}

/** Throws `resource.missing`. */
export async function requireAdvice(tx: Tx, id: number): Promise<AdviceRecord> {
  const [record] = await readAdvice(tx, { id }, { limit: 1 });
  if (!record) throw new Problem('resource.missing');
  return record;
}

function inputsOf(facts: AdviceFacts, request: AdviceRequest, ask: Words | undefined): AdviceInput {
  const category = request.category ?? facts.category;
  if (category === null) throw new Problem('advice.categoryUnknown');
  const { disease, lastContactOn, arrivedOn, cameFrom, doses, units } = facts;
  const place = units.find(({ kind }) => kind === 'commune') ?? units[0];
  return {
    disease,
    category,
    lastContactOn,
    arrivedOn,
    cameFrom,
    vaccination: { doses, recoveredOn: request.recoveredOn ?? null },
    homeAllowed: request.homeAllowed,
    jurisdictions: units.map(({ code }) => code),
    place: withinSentence(place?.name ?? ''),
    ask: ask ?? committeeOf(units),
  };
}

/** The steering committee of the district (of the commune where there are no districts), and the province's centre for disease control. */
function committeeOf(units: AdviceFacts['units']): Words {
  const near = units.find(({ kind }) => kind === 'district') ?? units.find(({ kind }) => kind === 'commune') ?? units[0];
  const province = units.find(({ kind }) => kind === 'province');
  const vi = [
    `Ban Chỉ đạo phòng, chống dịch ${withinSentence(near?.name ?? '')}`.trim(),
    province && `Trung tâm Kiểm soát bệnh tật ${withinSentence(province.name)}`,
  ];
  const en = [
    `the steering committee of ${near?.name ?? 'the unit'}`,
    province && `the centre for disease control of ${province.name}`,
  ];
  return { vi: vi.filter(Boolean).join(' hoặc '), en: en.filter(Boolean).join(' or ') };
}
