import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '@truyvet/contract';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { connect } from '../connect.ts';
import { readImportRows } from '../importLists.ts';
import { readDraftContent } from '../imports/drafts.ts';
import { insertPeople } from '../importsPeople.ts';
import { readPerson } from '../people.ts';
import { readRecordingSound } from '../peopleCalls.ts';
import { inScope, systemScope } from '../scope.ts';
import { useTestDatabase } from '../testDatabase.ts';
import { buildAttempt, buildOutbreak, buildPerson, buildUnit, testNow } from '../testRows.ts';
import { tablesHolding } from '../testTables.ts';
import { ensureKeyFile, fileKeyRing, readKeyFile, writeKeyFile } from './keyFile.ts';
import { freshKeys, hashOf, type KeyRing, openText, sealText, withFreshKey } from './keyRing.ts';
import { openFile } from './listSecrets.ts';
import { openKeys } from './openKeys.ts';
import { rotateKeys } from './rotate.ts';
import { sealPlainValues } from './sealPlainValues.ts';
import { testKeyRing } from './testKeys.ts';

const test = useTestDatabase();
const folder = mkdtempSync(join(tmpdir(), 'truyvet-keys-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const number = '038085001234';
const ringOf = (keys = freshKeys()): KeyRing => ({ read: () => keys });

const plainFile = `Họ tên,CCCD\nLê Thị Hai,${number}`;
const plainCells = ['Lê Thị Hai', 38085001234, { kind: 'date', iso: '1985-05-12' }];
const quoting = { code: 'phone.unreadable', field: 'phone', details: { value: number } };

/** A list and a draft as a release without sealing wrote them: a row that was read and one that was handed back. */
async function buildPlainLists(outbreakId: number, unitId: number): Promise<void> {
  for (const table of ['import_file', 'import_draft', 'import_row', 'import_draft_row']) {
    await asOwner(`alter table ${table} drop constraint ${table}_sealed`);
  }
  const file = [outbreakId, unitId, Buffer.from('cũ'), Buffer.from(plainFile)];
  const rows = [JSON.stringify(plainCells), JSON.stringify([number]), JSON.stringify([quoting])];
  await asOwner(
    `insert into import_file (outbreak_id, unit_id, sha256, file_name, content, columns, stored_rows, rejected_rows, unchanged_rows, uploaded_at)
     values ($1, $2, $3, 'cu.csv', $4, '[]', 1, 1, 0, now())`,
    file,
  );
  await asOwner(
    `insert into import_draft (id, outbreak_id, unit_id, sha256, file_name, content, header, fingerprint, counts, created_at, expires_at)
     values (999, $1, $2, $3, 'cu.csv', $4, '{}', '', '{}', now(), now())`,
    file,
  );
  for (const [table, list, of] of [
    ['import_row', 'import_id', '(select id from import_file)'],
    ['import_draft_row', 'draft_id', '999'],
  ]) {
    await asOwner(
      `insert into ${table} (${list}, row_number, unit_id, outcome, problems, cells)
       values (${of}, 2, ${unitId}, 'stored', '[]', $1::jsonb), (${of}, 3, ${unitId}, 'rejected', $3::jsonb, $2::jsonb)`,
      rows,
    );
  }
}

async function asOwner(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: test.ownerUrl });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

describe('sealing', () => {
  it('gives back what was sealed, differently each time, and hashes that are equal', () => {
    const ring = ringOf();
    const [one, two] = [sealText(ring, 'nationalId', number), sealText(ring, 'nationalId', number)];
    expect(one).not.toBe(two);
    expect(one).toMatch(/^k1\.[\w-]+$/);
    expect([openText(ring, 'nationalId', one), openText(ring, 'nationalId', two)]).toEqual([number, number]);
    expect(hashOf(ring, 'nationalId', number)).toBe(hashOf(ring, 'nationalId', number));
    expect(hashOf(ring, 'nationalId', number)).not.toBe(hashOf(ring, 'insuranceNumber', number));
    expect(hashOf(ringOf(), 'nationalId', number)).not.toBe(hashOf(ring, 'nationalId', number));
  });

  it('notices every altered byte, another key and another kind', () => {
    const ring = ringOf();
    const [id, sealed] = sealText(ring, 'nationalId', number).split('.');
    const bytes = Buffer.from(sealed ?? '', 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const altered = Buffer.from(bytes);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(() => openText(ring, 'nationalId', `${id}.${altered.toString('base64url')}`)).toThrow(Problem);
    }
    expect(() => openText(ring, 'recording', `${id}.${sealed}`)).toThrow(Problem);
    expect(() => openText(ringOf(), 'nationalId', `${id}.${sealed}`)).toThrow(Problem);
    expect(() => openText(ring, 'nationalId', `k9.${sealed}`)).toThrow(expect.objectContaining({ code: 'keys.lost' }));
  });

  it('reads what older keys sealed, and seals with the newest', () => {
    const first = freshKeys();
    const old = sealText(ringOf(first), 'nationalId', number);
    const later = ringOf(withFreshKey(first));
    expect(openText(later, 'nationalId', old)).toBe(number);
    expect(sealText(later, 'nationalId', number)).toMatch(/^k2\./);
    expect(hashOf(later, 'nationalId', number)).toBe(hashOf(ringOf(first), 'nationalId', number));
  });
});

describe('the key file', () => {
  it('is made once, for its owner alone, and read anew when another process has put in a key', () => {
    const file = join(folder, 'made.json');
    ensureKeyFile(file);
    const made = readFileSync(file, 'utf8');
    ensureKeyFile(file);
    expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual([made, 0o600]);
    let now = 0;
    const ring = fileKeyRing(file, () => now);
    writeKeyFile(file, withFreshKey(ring.read()));
    expect(ring.read().current).toBe('k1');
    now = 1500;
    expect(ring.read().current).toBe('k2');
  });

  it('is read anew also when the new one bears the time of the old one', () => {
    const file = join(folder, 'sameTime.json');
    const at = new Date('2021-07-10T03:00:00Z');
    ensureKeyFile(file);
    utimesSync(file, at, at);
    let now = 0;
    const ring = fileKeyRing(file, () => now);
    writeKeyFile(file, withFreshKey(ring.read()));
    utimesSync(file, at, at);
    now = 1500;
    expect(ring.read().current).toBe('k2');
  });

  it('that is damaged is refused with a sentence', () => {
    const file = join(folder, 'broken.json');
    for (const content of ['', '{}', '{"current":"k1","keys":{"k1":"AAAA"},"hashKey":"AAAA"}', '{"current":"k7"']) {
      writeFileSync(file, content);
      expect(() => readKeyFile(file)).toThrow(expect.objectContaining({ code: 'keys.fileUnreadable' }));
    }
  });

  it('is bound to its database: lost or exchanged, nothing starts', async () => {
    const file = join(folder, 'bound.json');
    await openKeys(test.url, file);
    const kept = readFileSync(file, 'utf8');
    await openKeys(test.url, file);
    rmSync(file);
    await expect(openKeys(test.url, file)).rejects.toMatchObject({ code: 'keys.fileMissing' });
    writeKeyFile(file, freshKeys());
    await expect(openKeys(test.url, file)).rejects.toMatchObject({ code: 'keys.wrong' });
    writeFileSync(file, kept);
    chmodSync(file, 0o600);
    await openKeys(test.url, file);
  });
});

describe('in the database', () => {
  it('neither identity numbers nor recordings can be read without the keys', async () => {
    const unit = await buildUnit(test.db);
    const work = { occupation: null, workplaceId: null, workplaceText: null };
    const facts = { fullName: 'Lê Thị Hai', nameKey: 'le thi hai', birth: null, sex: null, hamlet: null, address: null, ...work };
    const [id = 0] = await inScope(test.db, systemScope, (tx) =>
      insertPeople(tx, unit.id, [{ ...facts, nationalId: number }], testNow),
    );
    const [row] = await asOwner('select p::text as text from person p where id = $1', [id]);
    expect(row?.['text']).not.toContain(number);
    expect(await inScope(test.db, systemScope, (tx) => readPerson(tx, id))).toMatchObject({ nationalId: number });
    const twice = inScope(test.db, systemScope, (tx) => insertPeople(tx, unit.id, [{ ...facts, nationalId: number }], testNow));
    await expect(twice).rejects.toThrow(/person_national_id/);
  });

  it('carries over what a release without keys has written', async () => {
    const person = await buildPerson(test.db);
    const attempt = await buildAttempt(test.db, {});
    const insurance = 'GD4380012345678';
    await asOwner('alter table person drop constraint person_numbers_sealed');
    await asOwner('update person set national_id = $1, insurance_number = $2 where id = $3', [number, insurance, person.id]);
    await asOwner(
      `insert into recording (id, attempt_id, unit_id, name, alaw, duration_ms, recorded_at) values ('cu', $1, $2, 'ten', $3, 1, now())`,
      [attempt.id, attempt.unit_id, Buffer.from('lời nói')],
    );
    const [outbreak, unit] = [await buildOutbreak(test.db), await buildUnit(test.db)];
    await buildPlainLists(outbreak.id, unit.id);
    expect(await sealPlainValues(test.db)).toEqual({ people: 1, recordings: 1, listFiles: 2, listRows: 4 });
    expect(await sealPlainValues(test.db)).toEqual({ people: 0, recordings: 0, listFiles: 0, listRows: 0 });
    expect(await tablesHolding(test.ownerUrl, number)).toEqual([]);
    expect(await tablesHolding(test.ownerUrl, insurance)).toEqual([]);
    const [file, rows] = await inScope(test.db, systemScope, async (tx) => {
      const { id, content, key_id } = await tx.selectFrom('import_file').selectAll().executeTakeFirstOrThrow();
      return [openFile(tx, content, key_id).toString(), await readImportRows(tx, id, { afterRow: 0, limit: 10 })];
    });
    expect(file).toBe(plainFile);
    expect(rows.map(({ cells, problems }) => [cells, problems])).toEqual([
      [plainCells, []],
      [[number], [quoting]],
    ]);
    const [after] = await asOwner('select national_id, insurance_number, p::text as text from person p where id = $1', [
      person.id,
    ]);
    expect(after?.['text']).not.toMatch(new RegExp(`${number}|${insurance}`));
    expect(await inScope(test.db, systemScope, (tx) => readPerson(tx, person.id))).toMatchObject({ nationalId: number });
    const [sound] = await asOwner(`select alaw from recording where id = 'cu'`);
    expect(Buffer.from(sound?.['alaw'] as Buffer).includes('lời nói')).toBe(false);
    const heard = await inScope(test.db, systemScope, (tx) => readRecordingSound(tx, 'cu'));
    expect(heard?.alaw.toString()).toBe('lời nói');
  });

  it('takes no number and no list in clear, whoever writes it', async () => {
    await asOwner(readFileSync(new URL('../migrations/0012_sealed.sql', import.meta.url), 'utf8'));
    const lists = readFileSync(new URL('../migrations/0090_sealed_lists.sql', import.meta.url), 'utf8');
    await asOwner(
      lists
        .split('\n')
        .filter((line) => line.includes('add constraint'))
        .join('\n'),
    );
    for (const statement of [
      `update import_file set key_id = null`,
      `update import_draft set key_id = null`,
      `update import_row set cells = '["${number}"]'`,
      `update import_draft_row set cells = '{"a": 1}'`,
    ]) {
      await expect(asOwner(statement)).rejects.toThrow(/_sealed/);
    }
    const { id } = await buildPerson(test.db);
    for (const column of ['national_id', 'insurance_number']) {
      await expect(asOwner(`update person set ${column} = '${number}' where id = ${id}`)).rejects.toThrow(
        /person_numbers_sealed/,
      );
    }
  });

  it('everything is sealed anew by a rotation, which goes on where it was stopped', async () => {
    const file = join(folder, 'rotated.json');
    const [{ n }] = (await asOwner('select count(*)::int as n from person where national_id is not null')) as [{ n: number }];
    expect(n).toBeGreaterThan(1);
    writeKeyFile(file, testKeyRing.read());
    let batches = 0;
    const stopped = rotateKeys(
      test.db,
      file,
      async () => undefined,
      () => {
        batches += 1;
        throw new Error('killed');
      },
    );
    await expect(stopped).rejects.toThrow('killed');
    const rotated = await rotateKeys(test.db, file, async () => undefined);
    expect([batches, rotated.current, rotated.resumed]).toEqual([1, 'k2', true]);
    const left = await asOwner(
      `select 'person' from person where national_id_sealed like 'k1.%' union all select 'recording' from recording where key_id = 'k1'
       union all select 'file' from import_file where key_id = 'k1' union all select 'draft' from import_draft where key_id = 'k1'
       union all select 'row' from import_row where cells #>> '{}' like 'k1.%'
       union all select 'draft row' from import_draft_row where cells #>> '{}' like 'k1.%'`,
    );
    expect(left).toEqual([]);
    const db = connect(test.url, { keys: fileKeyRing(file) });
    const people = await asOwner('select id::int from person where national_id is not null');
    for (const { id } of people) {
      expect(await inScope(db, systemScope, (tx) => readPerson(tx, Number(id)))).toMatchObject({ nationalId: number });
    }
    const lists = await inScope(db, systemScope, async (tx) => {
      const { id } = await tx.selectFrom('import_file').select('id').executeTakeFirstOrThrow();
      return { draft: await readDraftContent(tx, 999), rows: await readImportRows(tx, id, { afterRow: 0, limit: 10 }) };
    });
    expect(lists.draft.toString()).toBe(plainFile);
    expect(lists.rows.map(({ cells }) => cells)).toEqual([plainCells, [number]]);
    await db.destroy();
  });
});
