import { isolationRuleBody } from '@truyvet/contract';
import { type IsolationRule, type RuleState, type StoredRule, shippedState } from '@truyvet/outbreak';
import { sql } from 'kysely';
import { localDate } from '../../localTime.ts';
import type { Db, Tx } from '../connect.ts';
import { json } from '../json.ts';
import { inScope, systemScope } from '../scope.ts';

export type RuleRecord = {
  readonly id: number;
  readonly rule: StoredRule;
  readonly unitId: number | null;
  readonly createdAt: Date;
  readonly publishedAt: Date | null;
};
export type RuleFilter = {
  readonly id?: number | undefined;
  readonly code?: string | undefined;
  readonly state?: RuleState | undefined;
  readonly category?: string | undefined;
  readonly disease?: string | undefined;
  /** Valid on this day. */
  readonly on?: string | undefined;
};

/** Rules, by code, the newest version first. */
export async function readRules(tx: Tx, filter: RuleFilter = {}): Promise<RuleRecord[]> {
  let query = tx
    .selectFrom('isolation_rule')
    .select(['id', 'body', 'state', 'unit_id as unitId', 'created_at as createdAt', 'published_at as publishedAt'])
    .orderBy('code')
    .orderBy('version', 'desc');
  const { id, code, state, category, disease, on } = filter;
  if (id !== undefined) query = query.where('id', '=', id);
  if (code !== undefined) query = query.where('code', '=', code);
  if (state !== undefined) query = query.where('state', '=', state);
  if (category !== undefined) query = query.where('category', '=', category as IsolationRule['category']);
  if (disease !== undefined) query = query.where('disease', '=', disease);
  if (on !== undefined) {
    query = query.where('valid_from', '<=', on).where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>=', on)]));
  }
  const rows = await query.execute();
  return rows.map(({ body, state: stored, ...row }) => ({ ...row, rule: { ...isolationRuleBody.parse(body), state: stored } }));
}

/** The unit that a local jurisdiction is; null for the country and for places that are not kept here. */
export async function unitOfJurisdiction(tx: Tx, { jurisdiction, validFrom }: IsolationRule): Promise<number | null> {
  if (jurisdiction === 'VN') return null;
  const { rows } = await sql<{ id: number }>`
    select id from unit where code = ${jurisdiction} and kind in ('province', 'district', 'commune')
    order by (valid_from <= ${validFrom}::date and (valid_to is null or valid_to >= ${validFrom}::date)) desc, valid_from limit 1`.execute(
    tx,
  );
  return rows[0]?.id ?? null;
}

/** Adds a version; undefined when that version is there already, which then stays as it is. */
export async function insertRule(
  tx: Tx,
  rule: IsolationRule,
  entry: { readonly unitId: number | null; readonly userId: number | null; readonly now: Date; readonly state: RuleState },
): Promise<number | undefined> {
  const { code, version, disease, jurisdiction, category, validFrom, validTo } = rule;
  const row = {
    code,
    version,
    disease,
    jurisdiction,
    category,
    unit_id: entry.unitId,
    valid_from: validFrom,
    valid_to: validTo,
    body: json(rule),
    state: entry.state,
    created_by: entry.userId,
    created_at: entry.now,
    published_at: entry.state === 'in_force' ? entry.now : null,
  };
  const inserted = await tx
    .insertInto('isolation_rule')
    .values(row)
    .onConflict((oc) => oc.columns(['code', 'version']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted?.id;
}

/**
 * Brings the rules of this release along: in force where nothing about them is doubtful, else as drafts. Versions that are there stay
 * as they are; a new version of a rule whose earlier one is in force waits as a draft for an authority. Returns how many were new.
 */
export async function loadShippedRules(db: Db, rules: readonly IsolationRule[], now: Date): Promise<number> {
  return await inScope(db, systemScope, async (tx) => {
    const known = new Set(
      (await tx.selectFrom('isolation_rule').select(['code', 'version']).execute()).map(
        ({ code, version }) => `${code}@${version}`,
      ),
    );
    const taken = new Set(
      (await tx.selectFrom('isolation_rule').select('code').where('state', '<>', 'draft').execute()).map(({ code }) => code),
    );
    let added = 0;
    for (const rule of rules.filter(({ code, version }) => !known.has(`${code}@${version}`))) {
      const state = taken.has(rule.code) ? 'draft' : shippedState(rule, shippedOn(rule, localDate(now)));
      const id = await insertRule(tx, rule, { unitId: await unitOfJurisdiction(tx, rule), userId: null, now, state });
      if (id !== undefined) added += 1;
    }
    return added;
  });
}

/** A rule with a last day was reviewed for the days it covers; one without is judged by today. */
const shippedOn = (rule: IsolationRule, today: string): string => (rule.validTo === null ? today : rule.validTo);
