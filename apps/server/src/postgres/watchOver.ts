import { Problem, problemText } from '@truyvet/contract';
import { notices, type Say } from './notices.ts';
import { isAlive } from './processes.ts';

const lookEveryMs = 500;
const restAfterFailureMs = 10_000;

/**
 * Starts a server again when its process is gone, until `end()`, which returns the process id it has by then.
 * `restart` brings it up and returns the new process id; when it fails, the reason is said and it is tried again later.
 */
export function watchOver(firstPid: number, restart: () => Promise<number>, say: Say): { readonly end: () => Promise<number> } {
  let pid = firstPid;
  let reviving: Promise<void> | undefined;
  let looksToSkip = 0;
  const revive = async () => {
    say(notices.died());
    try {
      pid = await restart();
    } catch (error) {
      say(describe(error));
      looksToSkip = restAfterFailureMs / lookEveryMs;
    }
    reviving = undefined;
  };
  const timer = setInterval(() => {
    if (looksToSkip > 0) looksToSkip -= 1;
    else if (!reviving && !isAlive(pid)) reviving = revive();
  }, lookEveryMs);
  timer.unref();
  return {
    end: async () => {
      clearInterval(timer);
      await reviving;
      return pid;
    },
  };
}

function describe(error: unknown): { vi: string; en: string } {
  if (error instanceof Problem) {
    return { vi: problemText(error.code, error.details, 'vi'), en: problemText(error.code, error.details, 'en') };
  }
  const text = error instanceof Error ? error.message : String(error);
  return { vi: text, en: text };
}
