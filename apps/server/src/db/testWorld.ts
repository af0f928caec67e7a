/** For tests of who sees what: one row of everything in one unit, with marks that must never be seen from elsewhere. */
import { defaultCallPolicy } from '@truyvet/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from './connect.ts';
import { inScope, systemScope } from './scope.ts';
import { sealBytes } from './secrets/keyRing.ts';
import { keysOf } from './secrets/keysOfDatabase.ts';
import { sealRow } from './secrets/listSecrets.ts';
import { numberColumns } from './secrets/personNumbers.ts';
import { testNow } from './testRows.ts';

/** What every unit's people share. */
export type Common = { readonly outbreakId: number; readonly dialogueVersionId: number };

/** One unit with everything in it. */
export type World = {
  readonly relation: string;
  readonly unitId: number;
  /** In every name, number and note of the unit: finds a leak. */
  readonly mark: string;
  /** In everything about health. */
  readonly healthMark: string;
  readonly nationalId: string;
  /** Ids by the resource that an address begins with: `/api/people/:id` → `people`. */
  readonly ids: Readonly<Record<string, number | string>>;
};

export async function buildCommon(db: Db, code = 'matrix'): Promise<Common> {
  return await inScope(db, systemScope, async (tx) => {
    const outbreakId = await idOf(
      tx,
      sql`insert into outbreak (code, disease, name) values (${code}, 'covid-19', 'Ổ dịch') returning id`,
    );
    const dialogueVersionId = await idOf(
      tx,
      sql`insert into dialogue_version (code, version, document, published_at) values (${code}, 1, '{}', ${testNow}) returning id`,
    );
    return { outbreakId, dialogueVersionId };
  });
}

async function idOf(tx: Tx, statement: RawBuilder<unknown>): Promise<number> {
  const { rows } = await statement.execute(tx);
  const [row] = rows as { id: number }[];
  if (!row) throw new Error('nothing was inserted');
  return row.id;
}

/** `number`: tells the worlds' phones and identity numbers apart. */
export async function buildWorld(db: Db, common: Common, unitId: number, relation: string, number: number): Promise<World> {
  const mark = `Zq${relation}mark`;
  const healthMark = `Zq${relation}suckhoe`;
  const nationalId = `03808500${String(9000 + number)}`;
  const ids = await inScope(db, systemScope, async (tx) => {
    const people = await buildPeople(tx, unitId, mark, nationalId, number);
    const tracing = await buildTracing(tx, common, unitId, mark, healthMark, people);
    const calls = await buildCalls(tx, common, unitId, mark, healthMark, people.people, number);
    const files = await buildFiles(tx, common, unitId, mark, people.people);
    return { ...people, ...tracing, ...calls, ...files, units: unitId };
  });
  return { relation, unitId, mark, healthMark, nationalId, ids };
}

async function buildPeople(tx: Tx, unitId: number, mark: string, nationalId: string, number: number) {
  const [people, other] = [await addPerson(tx, unitId, mark, 1), await addPerson(tx, unitId, mark, 2)];
  await tx
    .updateTable('person')
    .set(numberColumns(tx, { nationalId, insuranceNumber: `GD${nationalId}` }))
    .where('id', '=', people)
    .execute();
  await sql`insert into person_phone (person_id, e164) values (${people}, ${`+8490000${9000 + number}`})`.execute(tx);
  const households = await idOf(
    tx,
    sql`insert into household (unit_id, code, head_person_id, name, created_at) values (${unitId}, ${mark}, ${people}, ${mark}, ${testNow}) returning id`,
  );
  await sql`update person set household_id = ${households} where id = ${people}`.execute(tx);
  const addresses = await idOf(
    tx,
    sql`insert into address (person_id, kind, detail, precision, created_at) values (${people}, 'registered', ${mark}, 'exact', ${testNow}) returning id`,
  );
  return { people, other, households, addresses };
}

async function addPerson(tx: Tx, unitId: number, mark: string, n: number): Promise<number> {
  return await idOf(
    tx,
    sql`insert into person (unit_id, full_name, name_key, birth_year, birth_precision, address, created_at)
        values (${unitId}, ${`Nguyễn ${mark} ${n}`}, ${`nguyen ${mark.toLowerCase()} ${n}`}, 1980, 'year', ${mark}, ${testNow}) returning id`,
  );
}

type People = Awaited<ReturnType<typeof buildPeople>>;

const ask = { vi: 'Hỏi CDC.', en: 'Ask the CDC.' };
/** Advice as it is while no rule is in force. */
const noRule = {
  kind: 'none',
  advisedOn: '2021-07-10',
  inputs: {
    disease: 'covid-19',
    category: 'F1',
    lastContactOn: '2021-07-08',
    arrivedOn: null,
    cameFrom: null,
    vaccination: { doses: [], recoveredOn: null },
    homeAllowed: false,
    jurisdictions: [],
    place: '',
    ask,
  },
  drafts: [],
  sentence: { vi: 'Chưa có.', en: 'None.' },
  ask,
};

async function buildTracing(
  tx: Tx,
  { outbreakId }: Common,
  unitId: number,
  mark: string,
  health: string,
  { people, other, households }: People,
) {
  const add = (statement: RawBuilder<unknown>) => idOf(tx, statement);
  const cases =
    await add(sql`insert into case_record (outbreak_id, person_id, unit_id, code, status, confirmed_at, first_positive_on)
    values (${outbreakId}, ${other}, ${unitId}, ${`BN ${mark}`}, 'confirmed', ${testNow}, '2021-07-08') returning id`);
  const exposures =
    await add(sql`insert into exposure (outbreak_id, unit_id, target_person_id, source_person_id, last_contact_on, learnt_from, created_at)
    values (${outbreakId}, ${unitId}, ${people}, ${other}, '2021-07-08', 'officer', ${testNow}) returning id`);
  await sql`insert into person_level (outbreak_id, person_id, unit_id, level, exposed_on, derived_at) values
    (${outbreakId}, ${people}, ${unitId}, 1, '2021-07-08', ${testNow}), (${outbreakId}, ${other}, ${unitId}, 0, null, ${testNow})`.execute(
    tx,
  );
  const followUps = await add(sql`insert into follow_up (outbreak_id, person_id, unit_id, original_start_on, start_on, end_on)
    values (${outbreakId}, ${people}, ${unitId}, '2021-07-08', '2021-07-08', '2021-07-22') returning id`);
  await sql`insert into follow_up_day (follow_up_id, unit_id, day_on, status, symptoms)
    values (${followUps}, ${unitId}, '2021-07-09', 'done', ${JSON.stringify({ symptoms: 'yes', note: health })})`.execute(tx);
  const places = await add(sql`insert into place (unit_id, kind, name, name_key, poster_code, created_at)
    values (${unitId}, 'market', ${`Chợ ${mark}`}, ${mark.toLowerCase()}, ${`P${mark}`}, ${testNow}) returning id`);
  const milestones =
    await add(sql`insert into milestone (outbreak_id, unit_id, place_id, name, starts_at, ends_at, source_case_id, created_at)
    values (${outbreakId}, ${unitId}, ${places}, ${mark}, ${testNow}, ${new Date(testNow.getTime() + 3_600_000)}, ${cases}, ${testNow}) returning id`);
  await sql`insert into milestone_visit (milestone_id, person_id, unit_id) values (${milestones}, ${people}, ${unitId})`.execute(
    tx,
  );
  await sql`insert into check_in (place_id, unit_id, person_id, full_name, came_at) values (${places}, ${unitId}, ${people}, ${mark}, ${testNow})`.execute(
    tx,
  );
  const samples =
    await add(sql`insert into sample (outbreak_id, person_id, unit_id, kind, taken_on, laboratory, result, result_on, created_at)
    values (${outbreakId}, ${other}, ${unitId}, 'pcr', '2021-07-08', ${health}, 'positive', '2021-07-08', ${testNow}) returning id`);
  await sql`insert into vaccination (person_id, unit_id, dose, vaccine) values (${people}, ${unitId}, 1, ${health})`.execute(tx);
  const journeys = await add(sql`insert into journey (outbreak_id, person_id, unit_id, from_text, arrived_on, created_at)
    values (${outbreakId}, ${people}, ${unitId}, ${mark}, '2021-07-05', ${testNow}) returning id`);
  const absences = await add(sql`insert into absence (person_id, unit_id, reason, destination, place_text, created_at)
    values (${other}, ${unitId}, 'work', 'factory', ${mark}, ${testNow}) returning id`);
  const reviews = await add(sql`insert into household_review (household_id, unit_id, reviewed_on, team, findings, created_at)
    values (${households}, ${unitId}, '2021-07-09', 'Tổ 1', ${mark}, ${testNow}) returning id`);
  const declarations =
    await add(sql`insert into declaration (code, outbreak_id, unit_id, channel, full_name, name_key, symptoms, created_at)
    values (${`K${mark}`}, ${outbreakId}, ${unitId}, 'web', ${`Nguyễn ${mark} 3`}, ${mark.toLowerCase()}, '{}', ${testNow}) returning id`);
  const advice =
    await add(sql`insert into isolation_advice (outbreak_id, person_id, unit_id, inputs, advice, advised_on, state, created_at)
    values (${outbreakId}, ${people}, ${unitId}, '{}', ${JSON.stringify(noRule)}, '2021-07-10', 'approved', ${testNow}) returning id`);
  const orders =
    await add(sql`insert into isolation_order (outbreak_id, person_id, unit_id, advice_id, measure, start_on, end_on, phases, created_at)
    values (${outbreakId}, ${people}, ${unitId}, ${advice}, 'home', '2021-07-10', '2021-07-24', ${JSON.stringify([
      { number: 1, measure: 'home', days: 14, startOn: '2021-07-10', endOn: '2021-07-24', tests: [] },
    ])}, ${testNow}) returning id`);
  const stated =
    await add(sql`insert into stated_isolation (outbreak_id, person_id, unit_id, measure, place, start_on, until_on, created_at)
    values (${outbreakId}, ${people}, ${unitId}, 'central', ${mark}, '2021-07-09', '2021-07-22', ${testNow}) returning id`);
  const decisions =
    await add(sql`insert into level_override (outbreak_id, person_id, unit_id, level, exposed_on, because, decided_at)
    values (${outbreakId}, ${people}, ${unitId}, 2, '2021-07-08', ${mark}, ${testNow}) returning id`);
  await sql`insert into level_change (outbreak_id, person_id, unit_id, from_level, to_level, because, changed_at)
    values (${outbreakId}, ${people}, ${unitId}, null, 1, 'exposure', ${testNow})`.execute(tx);
  return {
    cases,
    exposures,
    'follow-ups': followUps,
    places,
    milestones,
    samples,
    journeys,
    absences,
    'household-reviews': reviews,
    declarations,
    advice,
    orders,
    'level-decisions': decisions,
    'stated-isolations': stated,
  };
}

async function buildCalls(
  tx: Tx,
  common: Common,
  unitId: number,
  mark: string,
  health: string,
  personId: number,
  number: number,
) {
  const add = (statement: RawBuilder<unknown>) => idOf(tx, statement);
  const campaigns = await add(sql`insert into campaign (outbreak_id, name, dialogue_version_id, policy, created_at)
    values (${common.outbreakId}, ${mark}, ${common.dialogueVersionId}, ${JSON.stringify(defaultCallPolicy)}, ${testNow}) returning id`);
  const e164 = `+8490000${9000 + number}`;
  const task = await add(sql`insert into call_task (campaign_id, person_id, unit_id, e164, variables, due_at)
    values (${campaigns}, ${personId}, ${unitId}, ${e164}, '{}', ${testNow}) returning id`);
  const attempt =
    await add(sql`insert into attempt (task_id, person_id, unit_id, e164, trunk, engine, call_id, identifiers, committed_at, answered_at, state)
    values (${task}, ${personId}, ${unitId}, ${e164}, 'test', 'test', ${mark}, '{}', ${testNow}, ${testNow}, 'answered') returning id`);
  const recordings = `ghi-am-${mark}`;
  const { keyId, sealed } = sealBytes(keysOf(tx), 'recording', Buffer.from(health));
  await sql`insert into recording (id, attempt_id, unit_id, name, alaw, key_id, duration_ms, recorded_at)
    values (${recordings}, ${attempt}, ${unitId}, ${health}, ${sealed}, ${keyId}, 1, ${testNow})`.execute(tx);
  await sql`insert into answer (attempt_id, person_id, unit_id, dialogue_version_id, step_id, value, given_by, answered_at)
    values (${attempt}, ${personId}, ${unitId}, ${common.dialogueVersionId}, 'A1', ${JSON.stringify({ type: 'digits', value: health })}, 'key', ${testNow})`.execute(
    tx,
  );
  const alerts = await add(sql`insert into alert (unit_id, person_id, attempt_id, code, raised_at, due_at)
    values (${unitId}, ${personId}, ${attempt}, 'severeSign', ${testNow}, ${testNow}) returning id`);
  const errands = await add(sql`insert into errand (unit_id, person_id, attempt_id, code, created_at, due_at)
    values (${unitId}, ${personId}, ${attempt}, 'symptoms', ${testNow}, ${testNow}) returning id`);
  return { campaigns, recordings, alerts, errands };
}

async function buildFiles(tx: Tx, { outbreakId }: Common, unitId: number, mark: string, personId: number) {
  const imports = await idOf(
    tx,
    sql`insert into import_file (outbreak_id, unit_id, sha256, file_name, content, columns, stored_rows, rejected_rows, unchanged_rows, uploaded_at)
        values (${outbreakId}, ${unitId}, ${Buffer.from(mark)}, ${`${mark}.xlsx`}, '', '[]', 1, 1, 0, ${testNow}) returning id`,
  );
  const cells = JSON.stringify(sealRow(keysOf(tx), { cells: [mark], problems: [] }).cells);
  await sql`insert into import_row (import_id, row_number, unit_id, outcome, person_id, problems, cells) values
    (${imports}, 2, ${unitId}, 'stored', ${personId}, '[]', ${cells}), (${imports}, 3, ${unitId}, 'rejected', null, '[]', ${cells})`.execute(
    tx,
  );
  const users = await idOf(
    tx,
    sql`insert into app_user (username, display_name, password_hash, role, created_at) values (${mark.toLowerCase()}, 'Tài khoản', '-', 'commune', ${testNow}) returning id`,
  );
  await sql`insert into user_unit (user_id, unit_id) values (${users}, ${unitId})`.execute(tx);
  const webhooks = await idOf(
    tx,
    sql`insert into webhook (unit_id, url, events, secret, active, created_at)
        values (${unitId}, ${`https://example.com/${mark}`}, '{alert.raised}', 'k1.x', false, ${testNow}) returning id`,
  );
  return { imports, users, webhooks };
}
