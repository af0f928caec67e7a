import { defaultCallPolicy } from '@truyvet/contract';
import { f1Tracing } from '@truyvet/dialogue';
import { referenceUnits } from '@truyvet/outbreak';
import { followLevels } from '../../apps/server/src/commands/followUp/followLevels.ts';
import { ensureLevels } from '../../apps/server/src/commands/levels/rebuildLevels.ts';
import { dayFrameOf, keepDayLines } from '../../apps/server/src/commands/registers/keepDayLines.ts';
import { reportFrame } from '../../apps/server/src/commands/registers/settings.ts';
import { asOwner, type OwnerClient } from '../../apps/server/src/db/asOwner.ts';
import { connect } from '../../apps/server/src/db/connect.ts';
import { noteClosing } from '../../apps/server/src/db/followUp/closing.ts';
import { migrate } from '../../apps/server/src/db/migrate.ts';
import { wantLines } from '../../apps/server/src/db/registers/keptDayLines.ts';
import { inScope, systemScope } from '../../apps/server/src/db/scope.ts';
import { clockSetting, writeSetting } from '../../apps/server/src/db/settings.ts';
import { loadReferenceUnits } from '../../apps/server/src/db/units.ts';
import { createUser } from '../../apps/server/src/db/users.ts';
import type { Cluster } from './cluster.ts';
import { answerSql, benchNow, finishSql, type LoadSize, type LoadStep, loadSteps, prepareSql } from './loadSql.ts';
import { nameSlots } from './names.ts';

export const password = 'mat-khau-do-toc-do';
export const users = { commune: 'do-xa', province: 'do-tinh' } as const;
/** One in twenty people lives in communes that the province user does not see. */
const foreignCommunes = 30;
const policy = JSON.stringify(defaultCallPolicy);

/** Brings an empty cluster to a loaded database. The schema is the product's own; rows are written by the owner, with triggers and foreign keys off. */
export async function loadAll({ postgres }: Cluster, size: LoadSize, say: (line: string) => void): Promise<void> {
  const { ownerUrl } = postgres;
  const begun = performance.now();
  const seconds = () => `${Math.round((performance.now() - begun) / 1000)} s`;
  await migrate(ownerUrl);
  const db = connect(postgres.url, { maxConnections: 2 });
  await loadReferenceUnits(db, referenceUnits);
  await db.destroy();
  await asOwner(ownerUrl, (client) => prepare(client, size));
  await leaveNothingToDo(postgres.url);
  say(`schema, units and helpers: ${seconds()}`);

  const done = (what: string) => say(`${what}: ${seconds()}`);
  await writeAndIndex(ownerUrl, size, done);
  await asOwner(ownerUrl, (client) => deriveWork(client));
  done('work items');
  await asOwner(ownerUrl, (client) => client.query(finishSql));
  await Promise.all([
    asOwner(ownerUrl, (client) => client.query('vacuum (analyze) attempt')),
    asOwner(ownerUrl, (client) =>
      client.query(
        `vacuum (analyze) ${tablesOf(size)
          .filter((table) => table !== 'attempt')
          .join(', ')}, work_item, day_figure, call_figure, unit`,
      ),
    ),
  ]);
  await asOwner(ownerUrl, (client) => setSequences(client, tablesOf(size)));
  await makeUsers(postgres.url, ownerUrl);
  done('vacuum and users');
  await keepLines(postgres.url);
  await asOwner(ownerUrl, (client) => client.query('vacuum (analyze) day_line'));
  done("lines of the province's days");
}

const tablesOf = (size: LoadSize): string[] => {
  const { attempts, rest } = loadSteps(size);
  return [...new Set([...attempts, ...rest].map(({ table }) => table)), 'answer'];
};

/** Two connections: one writes the attempts and then their answers, the other everything else; both then build indexes of what is written. */
async function writeAndIndex(ownerUrl: string, size: LoadSize, done: (what: string) => void): Promise<void> {
  const { attempts, rest } = loadSteps(size);
  const dropped = await asOwner(ownerUrl, (client) => dropIndexes(client, tablesOf(size)));
  const later = new Later(tablesOf(size).length);
  const written = (table: string) => {
    done(table);
    later.add(dropped.filter((index) => index.table === table).map(({ definition }) => definition));
    // Counting all rows, by day and by campaign, needs no index, and one connection for as long as several indexes.
    if (later.allWritten)
      later.add([
        "set work_mem = '256MB'; select rebuild_day_figures()",
        "set work_mem = '256MB'; select rebuild_call_figures()",
      ]);
  };
  const work = (steps: readonly LoadStep[]) =>
    asOwner(ownerUrl, async (client) => {
      await writeRows(client, steps, written);
      for (let next = await later.next(); next !== undefined; next = await later.next()) await client.query(next);
    });
  await Promise.all([work([...attempts, { table: 'answer', sql: answerSql }]), work(rest)]);
  done(`${dropped.length} indexes and kept figures`);
}

/** What is to be done once the rows are there; whoever has nothing else to write takes the next, or waits for more. */
class Later {
  readonly #statements: string[] = [];
  #missing: number;
  #wake: (() => void)[] = [];

  /** `tables`: so many times `add` brings the indexes of one. */
  constructor(tables: number) {
    this.#missing = tables;
  }

  get allWritten(): boolean {
    return this.#missing === 0;
  }

  add(statements: readonly string[]): void {
    this.#missing = Math.max(0, this.#missing - 1);
    // The last to come are the longest: attempts and what is counted over them.
    this.#statements.unshift(...statements);
    for (const wake of this.#wake.splice(0)) wake();
  }

  /** Undefined when nothing is left and nothing more will come. */
  async next(): Promise<string | undefined> {
    while (this.#statements.length === 0 && !this.allWritten) await new Promise<void>((resolve) => this.#wake.push(resolve));
    return this.#statements.shift();
  }
}

async function prepare(client: OwnerClient, size: LoadSize): Promise<void> {
  await client.query(`insert into outbreak (code, disease, name, started_on) values ('bench', 'covid-19', 'Ổ dịch đo tốc độ', '2021-05-01');
    insert into unit (code, valid_from, name, kind, parent_id) select 'X' || n, '2020-01-01', 'Xã ngoài tỉnh ' || n, 'commune', null from generate_series(1, ${foreignCommunes}) n;
    insert into dialogue_version (code, version, document, published_at) values ('f1-tracing', 1, '${JSON.stringify(f1Tracing).replaceAll("'", "''")}', '2021-05-01');
    insert into campaign (outbreak_id, name, dialogue_version_id, policy, state, created_at) values (1, 'Đợt 1', 1, '${policy}', 'closed', '2021-05-11'), (1, 'Đợt 2', 1, '${policy}', 'paused', '2021-06-10');`);
  const { rows } = await client.query<{ id: string; own: boolean }>(
    `select id, code not like 'X%' as own from unit where kind = 'commune' and valid_from <= $1 and coalesce(valid_to, 'infinity') >= $1 order by own desc, code`,
    [benchNow],
  );
  const own = rows.filter((row) => row.own).map(({ id }) => id);
  const foreign = rows.filter((row) => !row.own).map(({ id }) => id);
  // Each of the foreign communes stands for one of the same size as the others: one in twenty of all.
  const order = [...own, ...Array.from({ length: Math.round(own.length / 19) }, (_, i) => foreign[i % foreign.length] ?? '')];
  await client.query(prepareSql(size, order.length));
  await client.query('insert into bench_unit select no - 1, id from unnest($1::bigint[]) with ordinality as u (id, no)', [order]);
  await client.query(
    'insert into bench_name select list, slot, "full", key, marked from jsonb_to_recordset($1::jsonb) as n (list text, slot int, "full" text, key text, marked text)',
    [JSON.stringify(nameSlots())],
  );
  await client.query('analyze bench_unit, bench_name');
}

type DroppedIndex = { readonly table: string; readonly definition: string };

/** Indexes that no constraint needs, as statements to build them again. */
async function dropIndexes(client: OwnerClient, tables: readonly string[]): Promise<DroppedIndex[]> {
  const { rows } = await client.query<DroppedIndex & { name: string }>(
    `select i.indexrelid::regclass::text as name, i.indrelid::regclass::text as table, pg_get_indexdef(i.indexrelid) as definition from pg_index i
     where i.indrelid = any ($1::text[]::regclass[]) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
     order by i.indexrelid`,
    [tables],
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  return rows;
}

/** Each table in one transaction that made its file: with wal_level minimal nothing of it is logged. */
async function writeRows(client: OwnerClient, steps: readonly LoadStep[], done: (table: string) => void): Promise<void> {
  await client.query("set session_replication_role = replica; set work_mem = '256MB'");
  for (const table of new Set(steps.map((step) => step.table))) {
    await client.query('begin');
    // An empty table written anew in this transaction: what comes into it now needs no log (truncate would ask for all that refer to it).
    await client.query(`cluster ${table} using ${table}_pkey; alter table ${table} set without cluster`);
    for (const step of steps.filter((one) => one.table === table)) await client.query(step.sql);
    await client.query('commit');
    done(table);
  }
}

/** What triggers would have kept while the rows came one by one: the same function, over everybody who has something open. */
async function deriveWork(client: OwnerClient): Promise<void> {
  await client.query('analyze person, follow_up, follow_up_day, alert, errand, call_task');
  await client.query(`do $$ declare part record; begin
    for part in select array_agg(person_id) as people from (
      select person_id, row_number() over (order by person_id) / 20000 as n from (
        select person_id from alert where acknowledged_at is null union select person_id from errand where done_at is null
        union select person_id from follow_up where state = 'open') someone) numbered group by n loop
      perform refresh_work_items(part.people);
    end loop; end $$`);
}

async function setSequences(client: OwnerClient, tables: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ table: string }>(
    `select attrelid::regclass::text as table from pg_attribute where attrelid = any ($1::text[]::regclass[]) and attname = 'id' and attidentity <> ''`,
    [tables],
  );
  for (const { table } of rows) {
    await client.query(
      `select setval(pg_get_serial_sequence('${table}', 'id'), (select coalesce(max(id), 0) + 1 from ${table}), false)`,
    );
  }
}

/** Levels are loaded as rows, every contact is followed, follow-up is closed until yesterday, alerts are at the top: the server's own jobs find nothing to do. */
async function leaveNothingToDo(url: string): Promise<void> {
  const db = connect(url, { maxConnections: 1 });
  await ensureLevels(db, benchNow);
  await followLevels(db, { now: benchNow, everyone: false });
  await inScope(db, systemScope, (tx) => noteClosing(tx, '2021-07-09', benchNow, { missed: 0, lost: 0, completed: 0 }));
  await db.destroy();
}

/** What the server's job keeps of a province whose report was read yesterday and today. */
async function keepLines(url: string): Promise<void> {
  const db = connect(url, { maxConnections: 1 });
  await inScope(db, systemScope, async (tx) => {
    const provinces = await tx.selectFrom('unit').select('id').where('kind', '=', 'province').execute();
    for (const { id } of provinces)
      for (const day of ['2021-07-10', '2021-07-09'])
        await wantLines(tx, id, dayFrameOf(await reportFrame(tx, id, day, benchNow), 1), benchNow);
  });
  while ((await keepDayLines(db, benchNow)) > 0);
  await db.destroy();
}

/** A commune user and the province user, and a clock that stands on the loaded day when the server starts. */
async function makeUsers(url: string, ownerUrl: string): Promise<void> {
  const ids = await asOwner(ownerUrl, async (client) => {
    const { rows } = await client.query<{ commune: string; province: string }>(
      `select (select unit_id from person group by unit_id order by count(*) desc, unit_id limit 1) as commune, (select id from unit where kind = 'province' limit 1) as province`,
    );
    return rows[0];
  });
  const db = connect(url, { maxConnections: 2 });
  await inScope(db, systemScope, async (tx) => {
    const common = { password, now: benchNow };
    await createUser(tx, {
      ...common,
      username: users.commune,
      displayName: 'Đo xã',
      role: 'commune',
      unitIds: [Number(ids?.commune)],
    });
    await createUser(tx, {
      ...common,
      username: users.province,
      displayName: 'Đo tỉnh',
      role: 'province',
      unitIds: [Number(ids?.province)],
    });
    await writeSetting(tx, clockSetting.key, { origin: benchNow.toISOString(), realOrigin: new Date().toISOString() });
  });
  await db.destroy();
}
