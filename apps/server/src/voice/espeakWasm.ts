import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { SpeechEngine } from './engine.ts';
import { type Sound, soundOf } from './wav.ts';

const packageName = '@echogarden/espeak-ng-emscripten';
const startTimeoutMs = 30_000;
const sayTimeoutMs = 30_000;

type Reply = { id: number; pcm: Int16Array; sampleRate: number } | { id: number; failed: string };
type Waiting = { resolve: (sound: Sound) => void; reject: (error: Error) => void; timer: NodeJS.Timeout };

/**
 * The WASM build of espeak-ng from npm in one long-lived child process (about 30 ms for ten seconds of speech once warm). A child
 * that dies fails what it was asked and is replaced at the next text.
 *
 * @returns undefined when the package is not installed or does not start
 */
export async function findWasmEngine(): Promise<SpeechEngine | undefined> {
  const version = await installedVersion();
  if (version === undefined) return undefined;
  let child: SpeakingChild | undefined = await startChild().catch(() => undefined);
  if (child === undefined) return undefined;
  return {
    name: 'wasm',
    version: `espeak-ng wasm ${version}`,
    async say(text, manner) {
      if (!child?.alive()) child = await startChild();
      return child.say({ text, ...manner });
    },
    close: () => child?.close() ?? Promise.resolve(),
  };
}

async function installedVersion(): Promise<string | undefined> {
  try {
    const entry = createRequire(import.meta.url).resolve(packageName);
    const manifest: unknown = JSON.parse(await readFile(path.join(path.dirname(entry), 'package.json'), 'utf8'));
    return manifest && typeof manifest === 'object' && 'version' in manifest ? String(manifest.version) : undefined;
  } catch {
    return undefined; // not installed
  }
}

type SpeakingChild = {
  alive(): boolean;
  say(request: { text: string; voice: string; wordsPerMinute: number }): Promise<Sound>;
  close(): Promise<void>;
};

async function startChild(): Promise<SpeakingChild> {
  const child = fork(new URL('./espeakWasmChild.mjs', import.meta.url), [], {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  // It never keeps a finished server alive: it ends with the channel.
  child.unref();
  child.channel?.unref();
  await becomeReady(child);
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  child.on('message', (reply: Reply) => settle(waiting, reply));
  child.on('exit', (code) => failAll(waiting, new Error(`the synthesiser ended with code ${code}`)));
  child.on('error', (error) => failAll(waiting, error));
  return {
    alive: () => child.connected,
    say(request) {
      const id = ++lastId;
      const said = new Promise<Sound>((resolve, reject) => {
        const timer = setTimeout(() => child.kill('SIGKILL'), sayTimeoutMs);
        waiting.set(id, { resolve, reject, timer });
        child.channel?.ref();
        child.send({ id, ...request }, (error) => error && failAll(waiting, error));
      });
      return said.finally(() => waiting.size === 0 && child.channel?.unref());
    },
    close: () => endChild(child),
  };
}

function becomeReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.channel?.ref();
    const timer = setTimeout(() => child.kill('SIGKILL'), startTimeoutMs);
    const done = (error?: Error) => {
      clearTimeout(timer);
      child.off('exit', onExit);
      child.channel?.unref();
      if (error) reject(error);
      else resolve();
    };
    const onExit = (code: number | null) => done(new Error(`the synthesiser did not start (code ${code})`));
    child.once('message', () => done());
    child.once('error', done);
    child.once('exit', onExit);
  });
}

function settle(waiting: Map<number, Waiting>, reply: Reply): void {
  const entry = waiting.get(reply.id);
  if (!entry) return;
  waiting.delete(reply.id);
  clearTimeout(entry.timer);
  if ('failed' in reply) entry.reject(new Error(reply.failed));
  else entry.resolve(soundOf(reply.pcm, reply.sampleRate));
}

function failAll(waiting: Map<number, Waiting>, error: Error): void {
  for (const { reject, timer } of waiting.values()) {
    clearTimeout(timer);
    reject(error);
  }
  waiting.clear();
}

function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.ref(); // Whoever waits for the end must live to see it.
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
