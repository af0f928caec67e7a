import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { Problem } from '@truyvet/contract';
import { z } from 'zod';
import { freshKeys, type KeyRing, type Keys } from './keyRing.ts';

const key = z.base64().transform((text, context) => {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== 32) context.addIssue({ code: 'custom', message: 'not 32 bytes' });
  return bytes;
});
const shape = z.object({ current: z.string(), keys: z.record(z.string().regex(/^k\d+$/), key), hashKey: key });

/** How often a running server looks whether another process has put in a new key. */
const lookEveryMs = 1000;

/** The keys in `file`. Throws `keys.fileMissing`, `keys.fileUnreadable`. */
export function readKeyFile(file: string): Keys {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Problem('keys.fileMissing', { file }, { cause: error });
  }
  try {
    const { current, keys, hashKey } = shape.parse(JSON.parse(text));
    if (!(current in keys)) throw new Error(`${current} is not among the keys`);
    return { current, keys: new Map(Object.entries(keys)), hashKey };
  } catch (error) {
    throw new Problem('keys.fileUnreadable', { file }, { cause: error });
  }
}

/** Writes the file whole or not at all, readable by its owner only. */
export function writeKeyFile(file: string, { current, keys, hashKey }: Keys): void {
  const content = {
    current,
    keys: Object.fromEntries([...keys].map(([id, bytes]) => [id, bytes.toString('base64')])),
    hashKey: hashKey.toString('base64'),
  };
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(draft, file);
}

/** Makes the file with fresh keys where there is none; leaves one that another process has just made. */
export function ensureKeyFile(file: string): void {
  if (!existsSync(file)) writeKeyFile(file, freshKeys());
}

/** The keys of `file`, read anew when it has changed. */
export function fileKeyRing(file: string, now: () => number = Date.now): KeyRing {
  // Seen before it is read: should it change in between, it is read once too often instead of never again.
  let seen = seenFile(file);
  let keys = readKeyFile(file);
  let lookedMs = now();
  return {
    read: () => {
      if (now() - lookedMs < lookEveryMs) return keys;
      lookedMs = now();
      const found = seenFile(file);
      if (found !== undefined && found !== seen) {
        keys = readKeyFile(file);
        seen = found;
      }
      return keys;
    },
  };
}

/** Different for every file that was put in this place: two written within one tick of the kernel's clock have the same time, but not the same inode. */
function seenFile(file: string): string | undefined {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat && `${stat.ino} ${stat.mtimeMs}`;
}
