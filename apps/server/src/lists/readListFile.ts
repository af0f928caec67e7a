import { type ChildProcess, fork } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Problem } from '@truyvet/contract';
import { cpuTimeMs } from './cpuTime.ts';
import { fileKind } from './fileKind.ts';
import { limits } from './limits.ts';
import { type ChildMessage, type ListFile, type ParentMessage, Unreadable } from './listFile.ts';
import type { OpenedList } from './openedList.ts';
import { readWhole } from './readBytes.ts';

type Options = {
  /**
   * What the reading process may compute until the list is open, and in all as long as its pieces cost more than 20 s each. Time in which others have
   * the processor does not count. @default limits.timeMs, limits.xlsTimeMs for .xls
   */
  readonly timeMs?: number;
  /** @default limits.heapMb */
  readonly heapMb?: number;
};

const child = fileURLToPath(new URL('./readChild.ts', import.meta.url));
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/**
 * Opens a list file (.xlsx, .xls, .csv; recognised by content) in a child process with a cap on its memory and computing time. Its rows come in
 * pieces, so that neither process ever holds the whole list.
 *
 * @param source the bytes, or the path of the file.
 * @throws Problem `file.*` or `list.tooManyRows`, with the file's name in its details; the rows may throw it later as well.
 */
export async function openListFile(source: Uint8Array | string, name?: string, options: Options = {}): Promise<OpenedList> {
  const file = name ?? (typeof source === 'string' ? basename(source) : '');
  const bytes = typeof source === 'string' ? await bytesOf(source, file) : source;
  if (bytes.byteLength > limits.fileBytes) throw tooLarge(file);
  const timeMs = options.timeMs ?? (kindOf(bytes, file) === 'xls' ? limits.xlsTimeMs : limits.timeMs);
  const reader = new Reader(bytes, file, timeMs, options.heapMb ?? limits.heapMb);
  try {
    const opened = await reader.opened();
    if (opened.sheets.every((sheet) => sheet.rows.length === 0)) throw new Problem('file.empty', { file });
    return opened;
  } catch (error) {
    reader.close();
    throw error;
  }
}

/** A list file read whole; throws as `openListFile` does. */
export async function readListFile(source: Uint8Array | string, name?: string, options: Options = {}): Promise<ListFile> {
  const opened = await openListFile(source, name, options);
  try {
    return await readWhole({ ...opened, read: opened.rows });
  } finally {
    opened.close();
  }
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

/** What each piece may cost at least. */
const pieceTimeMs = 20_000;
/** How often the reading process is looked at. */
const lookEveryMs = 500;
/** A process that has not answered for so many times its limit is stuck without computing: nobody waits for it for ever. */
const stuckAfter = 20;

const knowsCpuTime = cpuTimeMs(process.pid) !== null;

/** Answers are awaited later than they come (the next piece is asked for while one is stored), so that a failure is an answer, not a rejection. */
type Answer = ChildMessage | Problem;

class Reader {
  readonly #process: ChildProcess;
  readonly #file: string;
  readonly #timeMs: number;
  #leftMs: number;
  #lastComputedMs = 0;
  #timer: { readonly stop: () => void } | null = null;
  #waiting: ((answer: Answer) => void) | null = null;
  #end: Problem | null = null;
  readonly #opened: Promise<Answer>;

  constructor(bytes: Uint8Array, file: string, timeMs: number, heapMb: number) {
    this.#file = file;
    this.#timeMs = timeMs;
    this.#leftMs = timeMs;
    this.#process = fork(child, [], {
      execArgv: ['--import', loader, `--max-old-space-size=${heapMb}`, '--max-semi-space-size=4'],
      serialization: 'advanced',
      stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
    });
    this.#process.on('message', (message: ChildMessage) => this.#answer(message));
    this.#process.on('error', (error) => this.#fail(new Problem('file.unreadable', { file }, { cause: error })));
    this.#process.on('exit', (code, signal) => this.#fail(deathOf(code, signal, file)));
    this.#opened = this.#next();
    giveBytes(this.#process, bytes);
  }

  async opened(): Promise<OpenedList> {
    const message = this.#sound(await this.#opened, 'opened');
    return {
      format: message.format,
      encoding: message.encoding,
      sheets: message.sheets,
      rows: (sheet, each) => this.#read({ kind: 'read', sheet, plan: null }, 'rows', ({ rows }) => each(rows)),
      results: (sheet, plan, each) => this.#read({ kind: 'read', sheet, plan }, 'results', ({ results }) => each(results)),
      close: () => this.close(),
    };
  }

  /** Ends the process. What still waits for it is told so. */
  close(): void {
    this.#fail(new Problem('file.unreadable', { file: this.#file, detail: 'closed' }));
    this.#process.kill('SIGKILL');
  }

  async #read<K extends 'rows' | 'results'>(
    request: ParentMessage,
    kind: K,
    each: (message: Extract<ChildMessage, { kind: K }>) => Promise<void>,
  ): Promise<number | null> {
    let answer = this.#ask(request);
    for (;;) {
      const message = await answer;
      if (!(message instanceof Problem) && message.kind === 'end') return message.stoppedAtRow;
      const piece = this.#sound(message, kind);
      answer = this.#ask({ kind: 'more' });
      await each(piece);
    }
  }

  #sound<K extends ChildMessage['kind']>(answer: Answer, kind: K): Extract<ChildMessage, { kind: K }> {
    if (answer instanceof Problem) throw answer;
    if (answer.kind === 'refused') throw new Problem(answer.code, { file: this.#file, ...answer.details });
    if (!isKind(answer, kind)) throw new Error(`the reading process said ${answer.kind} instead of ${kind}`);
    return answer;
  }

  #ask(message: ParentMessage): Promise<Answer> {
    const answer = this.#next();
    if (this.#end === null) this.#process.send(message);
    return answer;
  }

  #next(): Promise<Answer> {
    return new Promise((resolve) => {
      if (this.#end) return resolve(this.#end);
      this.#waiting = resolve;
      this.#startTimer();
    });
  }

  /** Counts what the process computes from now on; ends it when that is too much. */
  #startTimer(): void {
    const since = performance.now();
    const before = this.#computedMs();
    const left = () => this.#leftMs - (this.#computedMs() - before);
    let timer: NodeJS.Timeout;
    const look = () => {
      if (left() > 0 && performance.now() - since < stuckAfter * this.#timeMs) {
        timer = setTimeout(look, Math.min(lookEveryMs, Math.max(10, left())));
        return;
      }
      this.#fail(new Problem('file.tooSlow', { file: this.#file, seconds: Math.round(this.#timeMs / 1000) }));
      this.#process.kill('SIGKILL');
    };
    timer = setTimeout(look, Math.min(lookEveryMs, this.#leftMs));
    this.#timer = {
      stop: () => {
        clearTimeout(timer);
        this.#leftMs = Math.max(1, left());
      },
    };
  }

  /** What the process has computed so far; where the system does not tell, the time that has gone by. */
  #computedMs(): number {
    if (!knowsCpuTime) return performance.now();
    this.#lastComputedMs = cpuTimeMs(this.#process.pid ?? 0) ?? this.#lastComputedMs;
    return this.#lastComputedMs;
  }

  #answer(answer: Answer): void {
    this.#timer?.stop();
    this.#timer = null;
    // What keeps giving rows does not run in circles, and there are no more rows than `limits` allow.
    this.#leftMs = Math.max(this.#leftMs, Math.min(this.#timeMs, pieceTimeMs));
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.(answer);
  }

  #fail(problem: Problem): void {
    this.#end ??= problem;
    this.#answer(this.#end);
  }
}

const isKind = <K extends ChildMessage['kind']>(message: ChildMessage, kind: K): message is Extract<ChildMessage, { kind: K }> =>
  message.kind === kind;

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
