/** Rows for tests: each function writes one row with sound defaults and returns it. `over` replaces any column. */
import type { Insertable, Selectable } from 'kysely';
import type { Db } from './connect.ts';
import { json } from './json.ts';
import type * as schema from './schema.ts';
import { inScope, systemScope } from './scope.ts';
import { numberColumns } from './secrets/personNumbers.ts';

type Over<T> = Partial<Insertable<T>>;
let last = 0;
const next = () => ++last;
/** The instant that test rows are made at: the demo's morning. */
export const testNow = new Date('2021-07-10T01:00:00Z');

export function buildUnit(db: Db, over: Over<schema.UnitTable> = {}): Promise<Selectable<schema.UnitTable>> {
  const row = { code: `T${next()}`, valid_from: '2021-01-01', name: 'Xã Thử', kind: 'commune' as const, ...over };
  return inScope(db, systemScope, (tx) => tx.insertInto('unit').values(row).returningAll().executeTakeFirstOrThrow());
}

export function buildOutbreak(db: Db, over: Over<schema.OutbreakTable> = {}): Promise<Selectable<schema.OutbreakTable>> {
  const row = { code: `outbreak-${next()}`, disease: 'covid-19', name: 'Ổ dịch thử', ...over };
  return inScope(db, systemScope, (tx) => tx.insertInto('outbreak').values(row).returningAll().executeTakeFirstOrThrow());
}

/** `password_hash` is not a real hash: nobody can sign in as this user (see users.ts for one who can). */
export function buildUser(db: Db, over: Over<schema.AppUserTable> = {}): Promise<Selectable<schema.AppUserTable>> {
  const row = {
    username: `user-${next()}`,
    display_name: 'Cán bộ thử',
    password_hash: '-',
    role: 'commune' as const,
    created_at: testNow,
    ...over,
  };
  return inScope(db, systemScope, (tx) => tx.insertInto('app_user').values(row).returningAll().executeTakeFirstOrThrow());
}

/** Needs a unit; makes one when none is given. `phone` (E.164) also adds the number; identity and insurance numbers are given plain and sealed. */
export async function buildPerson(
  db: Db,
  { phone, ...over }: Over<schema.PersonTable> & { phone?: string } = {},
): Promise<Selectable<schema.PersonTable>> {
  const unitId = over.unit_id ?? (await buildUnit(db)).id;
  const row = {
    full_name: 'Nguyễn Văn Thử',
    name_key: 'nguyen van thu',
    birth_year: 1980,
    birth_precision: 'year' as const,
    created_at: testNow,
    ...over,
    unit_id: unitId,
  };
  return await inScope(db, systemScope, async (tx) => {
    const numbers = numberColumns(tx, { nationalId: row.national_id ?? null, insuranceNumber: row.insurance_number ?? null });
    const person = await tx
      .insertInto('person')
      .values({ ...row, ...numbers })
      .returningAll()
      .executeTakeFirstOrThrow();
    if (phone !== undefined) await tx.insertInto('person_phone').values({ person_id: person.id, e164: phone }).execute();
    return person;
  });
}

export async function buildCampaign(db: Db, over: Over<schema.CampaignTable> = {}): Promise<Selectable<schema.CampaignTable>> {
  const outbreakId = over.outbreak_id ?? (await buildOutbreak(db)).id;
  return await inScope(db, systemScope, async (tx) => {
    const dialogue = { code: `dialogue-${next()}`, version: 1, document: json({}), published_at: testNow };
    const versionId =
      over.dialogue_version_id ??
      (await tx.insertInto('dialogue_version').values(dialogue).returning('id').executeTakeFirstOrThrow()).id;
    const row = { name: 'Đợt gọi thử', policy: json({}), created_at: testNow, ...over };
    const values = { ...row, outbreak_id: outbreakId, dialogue_version_id: versionId };
    return await tx.insertInto('campaign').values(values).returningAll().executeTakeFirstOrThrow();
  });
}

/** A due task; makes the person and the campaign when they are not given. */
export async function buildTask(db: Db, over: Over<schema.CallTaskTable> = {}): Promise<Selectable<schema.CallTaskTable>> {
  const campaignId = over.campaign_id ?? (await buildCampaign(db)).id;
  const person = over.person_id === undefined ? await buildPerson(db, over.unit_id ? { unit_id: over.unit_id } : {}) : undefined;
  const personId = over.person_id ?? person?.id ?? 0;
  return await inScope(db, systemScope, async (tx) => {
    const found = await tx.selectFrom('person').select('unit_id').where('id', '=', personId).executeTakeFirstOrThrow();
    const number = `+8490${String(next()).padStart(7, '0')}`;
    const row = { e164: number, variables: json({}), due_at: testNow, unit_id: found.unit_id, ...over };
    const values = { ...row, campaign_id: campaignId, person_id: personId };
    return await tx.insertInto('call_task').values(values).returningAll().executeTakeFirstOrThrow();
  });
}

/** A committed attempt; makes the task when it is not given. */
export async function buildAttempt(db: Db, over: Over<schema.AttemptTable> = {}): Promise<Selectable<schema.AttemptTable>> {
  const taskId = over.task_id ?? (await buildTask(db)).id;
  return await inScope(db, systemScope, async (tx) => {
    const task = await tx.selectFrom('call_task').selectAll().where('id', '=', taskId).executeTakeFirstOrThrow();
    const own = { task_id: taskId, person_id: task.person_id, unit_id: task.unit_id, e164: task.e164 };
    const row = { trunk: 'test', engine: 'test', call_id: `call-${next()}@test`, identifiers: json({}), committed_at: testNow };
    const { identified = null, ...begun } = { ...own, ...row, ...over };
    const attempt = await tx.insertInto('attempt').values(begun).returningAll().executeTakeFirstOrThrow();
    if (identified === null) return attempt;
    // Nobody is identified before the call (0150).
    const passed = tx.updateTable('attempt').set({ identified }).where('id', '=', attempt.id);
    return await passed.returningAll().executeTakeFirstOrThrow();
  });
}
