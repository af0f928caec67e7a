import { readFile } from 'node:fs/promises';
import { Problem } from '@truyvet/contract';

/** The bytes of a file that the user named. Throws Problem `file.notFound`. */
export async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new Problem(
      'file.notFound',
      { file, detail: error instanceof Error ? error.message : String(error) },
      { cause: error },
    );
  }
}
