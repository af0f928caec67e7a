import { type Bilingual, Problem, ruleLackWords } from '@truyvet/contract';
import { type IsolationRule, lacksOf, type RuleLack } from '@truyvet/outbreak';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { insertRule, type RuleRecord, readRules, unitOfJurisdiction } from '../../db/isolation/rules.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { localDate } from '../../localTime.ts';

type Asking = { readonly scope: Scope; readonly userId: number | null; readonly now: Date };
export type RulesEntered = { readonly entered: readonly RuleRecord[]; readonly known: readonly string[] };

/**
 * Enters rules as drafts, all or none. A version that is there already stays as it is: a changed text is a new version. Throws `rule.elsewhere` for
 * a rule of a place that is not the user's.
 */
export async function enterRules(db: Db, request: Asking & { readonly rules: readonly IsolationRule[] }): Promise<RulesEntered> {
  const { scope, userId, now, rules } = request;
  return await inScope(db, scope, async (tx) => {
    const ids: number[] = [];
    const known: string[] = [];
    for (const rule of rules) {
      const unitId = await unitOfJurisdiction(tx, rule);
      requireOwn(scope, unitId, rule);
      const id = await insertRule(tx, rule, { unitId, userId, now, state: 'draft' });
      if (id === undefined) known.push(`${rule.code}@${rule.version}`);
      else {
        ids.push(id);
        const details = { code: rule.code, version: rule.version, document: rule.document.number };
        await appendAudit(tx, { at: now, userId, unitId, action: 'create', subject: 'isolationRule', subjectId: id, details });
      }
    }
    const entered = (await readRules(tx)).filter(({ id }) => ids.includes(id));
    return { entered, known };
  });
}

/**
 * Puts a draft in force, in place of the version before it. No advice given before changes: see `reEvaluateAdvice`. Throws
 * `resource.missing`, `rule.closed`, `rule.elsewhere`, `rule.doubtful` with what it lacks.
 */
export async function publishRule(db: Db, request: Asking & { readonly ruleId: number }): Promise<RuleRecord> {
  const { scope, userId, now, ruleId } = request;
  return await inScope(db, scope, async (tx) => {
    const { rule, unitId } = await requireRule(tx, ruleId, scope);
    const { code, version } = rule;
    if (rule.state !== 'draft') throw new Problem('rule.closed', { code, version });
    const lacks = lacksOf(rule, localDate(now));
    if (lacks.length > 0) throw new Problem('rule.doubtful', { code, version, lacks: lackWords(lacks) });
    await tx
      .updateTable('isolation_rule')
      .set({ state: 'withdrawn' })
      .where('code', '=', code)
      .where('state', '=', 'in_force')
      .execute();
    const published = { state: 'in_force' as const, published_by: userId, published_at: now };
    await tx.updateTable('isolation_rule').set(published).where('id', '=', ruleId).execute();
    const details = { code, version };
    await appendAudit(tx, { at: now, userId, unitId, action: 'publish', subject: 'isolationRule', subjectId: ruleId, details });
    return await requireRule(tx, ruleId, scope);
  });
}

/** Ends a rule: it advises nobody from now on. Throws `resource.missing`, `rule.elsewhere`. */
export async function withdrawRule(db: Db, request: Asking & { readonly ruleId: number }): Promise<RuleRecord> {
  const { scope, userId, now, ruleId } = request;
  return await inScope(db, scope, async (tx) => {
    const { rule, unitId } = await requireRule(tx, ruleId, scope);
    await tx.updateTable('isolation_rule').set({ state: 'withdrawn' }).where('id', '=', ruleId).execute();
    const details = { code: rule.code, version: rule.version, was: rule.state };
    await appendAudit(tx, { at: now, userId, unitId, action: 'withdraw', subject: 'isolationRule', subjectId: ruleId, details });
    return await requireRule(tx, ruleId, scope);
  });
}

const lackWords = (lacks: readonly RuleLack[]): Bilingual => ({
  vi: lacks.map((lack) => ruleLackWords[lack].vi).join(', '),
  en: lacks.map((lack) => ruleLackWords[lack].en).join(', '),
});

async function requireRule(tx: Tx, id: number, scope: Scope): Promise<RuleRecord> {
  await tx.selectFrom('isolation_rule').select('id').where('id', '=', id).forUpdate().execute();
  const [record] = await readRules(tx, { id });
  if (!record) throw new Problem('resource.missing');
  requireOwn(scope, record.unitId, record.rule);
  return record;
}

function requireOwn(scope: Scope, unitId: number | null, { jurisdiction }: IsolationRule): void {
  if (scope.kind === 'all' || (unitId !== null && scope.unitIds.includes(unitId))) return;
  throw new Problem('rule.elsewhere', { jurisdiction });
}
