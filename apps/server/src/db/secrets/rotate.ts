import { Problem } from '@truyvet/contract';
import type { Db } from '../connect.ts';
import { inScope, systemScope } from '../scope.ts';
import { readKeyFile, writeKeyFile } from './keyFile.ts';
import { type KeyRing, withFreshKey } from './keyRing.ts';
import { noteKeys } from './openKeys.ts';
import { countSealedOtherwise, type Position, type Resealed, resealBatch } from './reseal.ts';
import { type SealedPlace, sealedPlaces } from './sealedPlaces.ts';

export type Rotation = { readonly current: string; readonly resealed: number; readonly resumed: boolean };

/**
 * Puts in a new key and encrypts everything anew with it, in batches that are committed one by one. Stopped half way, the next call goes on
 * with the key that is current then. A server that runs meanwhile sees the new key within a second; `settle` waits for that.
 * Old keys stay in the file: backups of the database need them.
 */
export async function rotateKeys(
  db: Db,
  file: string,
  settle: () => Promise<void>,
  onBatch: (resealed: number) => void = () => undefined,
): Promise<Rotation> {
  const before = readKeyFile(file);
  const resumed = (await left(db, before.current)) > 0;
  const keys = resumed ? before : withFreshKey(before);
  if (!resumed) {
    // First the file, then the note: a crash in between leaves a file that knows more than the database, which is no harm.
    writeKeyFile(file, keys);
    await inScope(db, systemScope, (tx) => noteKeys(tx, keys));
    await settle();
  }
  const ring: KeyRing = { read: () => keys };
  let resealed = 0;
  for (const place of sealedPlaces) {
    await resealPlace(db, ring, place, (rows) => {
      resealed += rows;
      onBatch(resealed);
    });
  }
  // Answers kept for repeated requests live a day; whoever repeats one meanwhile is read with the old key.
  if ((await left(db, keys.current)) > 0) throw new Problem('keys.rotationUnfinished', { id: keys.current });
  return { current: keys.current, resealed, resumed };
}

/** Each batch goes on behind the last one: a place of millions is gone through once. */
async function resealPlace(db: Db, ring: KeyRing, place: SealedPlace, onBatch: (rows: number) => void): Promise<void> {
  let after: Position | null = null;
  do {
    const from: Position | null = after;
    const batch: Resealed = await inScope(db, systemScope, (tx) => resealBatch(tx, ring, place, from));
    if (batch.rows > 0) onBatch(batch.rows);
    after = batch.last;
  } while (after !== null);
}

/** Rows that are sealed with another key. */
async function left(db: Db, current: string): Promise<number> {
  return await inScope(db, systemScope, async (tx) => {
    let n = 0;
    for (const place of sealedPlaces) n += await countSealedOtherwise(tx, place, current);
    return n;
  });
}
