import type { Readable } from 'node:stream';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { limits } from './limits.ts';
import { Unreadable } from './listFile.ts';

/** The parts of a zip container, by path. Sizes were checked before anything was unpacked and are checked again while unpacking. */
export type ZipParts = {
  readonly names: ReadonlySet<string>;
  /** A stream of the unpacked part. Fails with `Unreadable` when it is damaged or larger than it said. */
  readonly open: (name: string) => Promise<Readable>;
  readonly unpackedBytes: (name: string) => number;
};

/**
 * Opens the container and refuses bombs by what its directory declares: the total, the ratio of a part, the number of parts.
 * A part that unpacks to more than it declared is cut off by yauzl (`validateEntrySizes`), so a false directory gains nothing.
 */
export async function openZip(bytes: Buffer): Promise<ZipParts> {
  const file = await openBuffer(bytes);
  const entries = new Map<string, Entry>();
  await new Promise<void>((resolve, reject) => {
    file.on('entry', (entry: Entry) => {
      if (entries.size >= limits.entries) return reject(new Unreadable('file.bomb'));
      entries.set(entry.fileName.replace(/^\/+/u, ''), entry);
      file.readEntry();
    });
    file.on('end', resolve);
    file.on('error', (error: unknown) => reject(damaged(error)));
    file.readEntry();
  });
  refuseBomb([...entries.values()]);
  return {
    names: new Set(entries.keys()),
    open: (name) => openEntry(file, entries.get(name)),
    unpackedBytes: (name) => entries.get(name)?.uncompressedSize ?? 0,
  };
}

function refuseBomb(entries: readonly Entry[]): void {
  if (entries.some((entry) => (entry.generalPurposeBitFlag & 1) === 1)) throw new Unreadable('file.encrypted');
  const total = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  const steep = entries.some(
    (entry) => entry.uncompressedSize > limits.ratioFromBytes && entry.uncompressedSize > entry.compressedSize * limits.ratio,
  );
  if (total > limits.unpackedBytes || steep) throw new Unreadable('file.bomb');
}

function openBuffer(bytes: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true }, (error, file) =>
      error ? reject(damaged(error)) : resolve(file),
    );
  });
}

function openEntry(file: ZipFile, entry: Entry | undefined): Promise<Readable> {
  if (entry === undefined) throw new Unreadable('file.unreadable');
  return new Promise((resolve, reject) => {
    file.openReadStream(entry, (error, stream) => (error ? reject(damaged(error)) : resolve(stream)));
  });
}

/** yauzl and zlib errors in the catalogue's words. */
export function damaged(error: unknown): Unreadable {
  if (error instanceof Unreadable) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new Unreadable(/too many bytes/u.test(message) ? 'file.bomb' : 'file.unreadable', {}, { cause: error });
}
