import { execFile } from 'node:child_process';
import type { SpeechEngine } from './engine.ts';
import { parseWav } from './wav.ts';

const timeoutMs = 20_000;
/** A minute of sound is 2.6 MB; no prompt is ten minutes long. */
const maxBytes = 30_000_000;

/**
 * The espeak-ng that stands on the PATH, one short process for each text (about 25 ms). It is GPL and therefore never linked.
 *
 * @returns undefined when there is none, or none with Vietnamese voices
 */
export async function findNativeEngine(command = 'espeak-ng'): Promise<SpeechEngine | undefined> {
  const [version, voices] = await Promise.all([ask(command, ['--version']), ask(command, ['--voices=vi'])]);
  if (version === undefined || !voices?.includes('vi')) return undefined;
  return {
    name: 'espeak-ng',
    version: `espeak-ng ${/(\d+\.\d+\S*)/u.exec(version)?.[1] ?? 'unknown'}`,
    async say(text, { voice, wordsPerMinute }) {
      const wav = await run(command, ['-v', voice, '-s', String(wordsPerMinute), '--stdin', '--stdout'], text);
      return parseWav(wav);
    },
    close: () => Promise.resolve(),
  };
}

async function ask(command: string, args: readonly string[]): Promise<string | undefined> {
  try {
    return (await run(command, args, '')).toString('utf8');
  } catch {
    return undefined; // not installed, or not what its name says
  }
}

function run(command: string, args: readonly string[], input: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { encoding: 'buffer', maxBuffer: maxBytes, timeout: timeoutMs } as const;
    const child = execFile(command, args, options, (error, stdout) => (error ? reject(error) : resolve(stdout)));
    // A child that dies before reading its text breaks the pipe; its exit code says more and rejects above.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}
