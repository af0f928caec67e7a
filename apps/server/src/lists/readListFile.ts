import { type ChildProcess, fork } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Problem } from '@truyvet/contract';
import type { Cell } from '@truyvet/outbreak';
import { fileKind } from './fileKind.ts';
import { limits } from './limits.ts';
import { type ChildMessage, type ListFile, Unreadable } from './listFile.ts';
import { dense } from './readXlsx.ts';

type Options = {
  /** @default limits.timeMs, limits.xlsTimeMs for .xls */
  readonly timeMs?: number;
  /** @default limits.heapMb */
  readonly heapMb?: number;
};

const child = fileURLToPath(new URL('./readChild.ts', import.meta.url));
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/**
 * Reads a list file (.xlsx, .xls, .csv; recognised by content) in a child process with a memory cap and a time limit.
 *
 * @param source the bytes, or the path of the file.
 * @throws Problem `file.*` or `list.tooManyRows`, with the file's name in its details.
 */
export async function readListFile(source: Uint8Array | string, name?: string, options: Options = {}): Promise<ListFile> {
  const file = name ?? (typeof source === 'string' ? basename(source) : '');
  const bytes = typeof source === 'string' ? await bytesOf(source, file) : source;
  if (bytes.byteLength > limits.fileBytes) throw tooLarge(file);
  const timeMs = kindOf(bytes, file) === 'xls' ? limits.xlsTimeMs : limits.timeMs;
  const result = await readInChild(bytes, { timeMs, heapMb: limits.heapMb, ...options }, file);
  if (result.sheets.every((sheet) => sheet.rows.length === 0)) throw new Problem('file.empty', { file });
  return result;
}

async function bytesOf(path: string, file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > limits.fileBytes) throw tooLarge(file);
    return await readFile(path);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem('file.unreadable', { file }, { cause: error });
  }
}

/** Looks at the first bytes only, so that a picture or a PDF is told at once. */
function kindOf(bytes: Uint8Array, file: string): ReturnType<typeof fileKind> {
  try {
    return fileKind(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    throw error instanceof Unreadable ? new Problem(error.code, { file, ...error.details }, { cause: error }) : error;
  }
}

const tooLarge = (file: string) => new Problem('file.tooLarge', { file, limitMb: limits.fileBytes / 1024 / 1024 });

function readInChild(bytes: Uint8Array, options: Required<Options>, file: string): Promise<ListFile> {
  const reader = fork(child, [], {
    execArgv: ['--import', loader, `--max-old-space-size=${options.heapMb}`],
    serialization: 'advanced',
    stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
  });
  const collected = new Collector();
  return new Promise<ListFile>((resolve, reject) => {
    let settled = false;
    const settle = (act: () => void) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      reader.kill('SIGKILL');
      act();
    };
    const timer = setTimeout(
      () => settle(() => reject(new Problem('file.tooSlow', { file, seconds: Math.round(options.timeMs / 1000) }))),
      options.timeMs,
    );
    reader.on('message', (message: ChildMessage) => {
      if (message.kind === 'refused') settle(() => reject(new Problem(message.code, { file, ...message.details })));
      else if (message.kind === 'end') settle(() => resolve(collected.file(message)));
      else collected.add(message);
    });
    reader.on('error', (error) => settle(() => reject(new Problem('file.unreadable', { file }, { cause: error }))));
    reader.on('exit', (code, signal) => settle(() => reject(deathOf(code, signal, file))));
    giveBytes(reader, bytes);
  });
}

/** A child that dies while we write breaks the pipe; its exit tells the reason, so the pipe's own error says nothing more. */
function giveBytes(reader: ChildProcess, bytes: Uint8Array): void {
  reader.stdin?.on('error', () => reader.stdin?.destroy());
  reader.stdin?.end(bytes);
}

/** V8 aborts (SIGABRT, or 134) when the heap cap is reached; the kernel kills what outgrows the machine. */
function deathOf(code: number | null, signal: NodeJS.Signals | null, file: string): Problem {
  const outOfMemory = signal === 'SIGABRT' || signal === 'SIGKILL' || code === 134;
  return new Problem(outOfMemory ? 'file.tooHeavy' : 'file.unreadable', { file, detail: signal ?? code });
}

type OpenSheet = {
  name: string;
  hidden: boolean;
  stoppedAtRow: number | null;
  entries: Array<readonly [number, readonly Cell[]]>;
};

class Collector {
  readonly #sheets: OpenSheet[] = [];

  add(message: Extract<ChildMessage, { kind: 'sheet' | 'rows' }>): void {
    if (message.kind === 'sheet')
      this.#sheets.push({ name: message.name, hidden: message.hidden, stoppedAtRow: message.stoppedAtRow, entries: [] });
    else this.#sheets.at(-1)?.entries.push(...message.rows);
  }

  file({ format, encoding }: Extract<ChildMessage, { kind: 'end' }>): ListFile {
    const sheets = this.#sheets.map(({ entries, ...sheet }) => ({ ...sheet, rows: dense(entries) }));
    return { format, encoding, sheets };
  }
}
