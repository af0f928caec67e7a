import { existsSync } from 'node:fs';
import { Problem } from '@truyvet/contract';
import { z } from 'zod';
import { connect, type Tx } from '../connect.ts';
import { inScope, systemScope } from '../scope.ts';
import { readSetting, writeSetting } from '../settings.ts';
import { ensureKeyFile, fileKeyRing, readKeyFile } from './keyFile.ts';
import { fingerprintOf, type KeyRing, type Keys } from './keyRing.ts';

/** Which keys the database was written with, by fingerprint: {k1: '3f…', hash: '9a…'}. Gives nothing of the keys away. */
const known = { key: 'keys', shape: z.record(z.string(), z.string()) } as const;

/**
 * The keys in `file`, made at the first start. A database that knows keys already is opened with exactly these.
 * Throws `keys.fileMissing`, `keys.fileUnreadable`, `keys.wrong`: without its keys, identity numbers and recordings are lost, so that
 * nothing must be written with others.
 */
export async function openKeys(url: string, file: string): Promise<KeyRing> {
  const db = connect(url, { maxConnections: 1 });
  try {
    await inScope(db, systemScope, async (tx) => {
      const before = await readSetting(tx, known.key, known.shape);
      if (before === undefined) ensureKeyFile(file);
      else if (!existsSync(file)) throw new Problem('keys.fileMissing', { file });
      const keys = readKeyFile(file);
      const wrong = Object.entries(before ?? {}).find(([id, print]) => fingerprintsOf(keys)[id] !== print);
      if (wrong) throw new Problem('keys.wrong', { file, id: wrong[0] });
      if (before === undefined) await noteKeys(tx, keys);
    });
  } finally {
    await db.destroy();
  }
  return fileKeyRing(file);
}

/** Notes which keys there are from now on. */
export async function noteKeys(tx: Tx, keys: Keys): Promise<void> {
  await writeSetting(tx, known.key, fingerprintsOf(keys));
}

function fingerprintsOf({ keys, hashKey }: Keys): Record<string, string> {
  return { hash: fingerprintOf(hashKey), ...Object.fromEntries([...keys].map(([id, key]) => [id, fingerprintOf(key)])) };
}
