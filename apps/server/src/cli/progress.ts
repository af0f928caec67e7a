import cliProgress from 'cli-progress';

/** Progress of a long piece of work. `done` may fall back when the total grows. */
export type Progress = {
  readonly update: (done: number, total: number, note?: string) => void;
  readonly stop: () => void;
};

const plainEveryMs = 5_000;

/** A bar with rate and time left on a terminal, plain lines elsewhere, nothing when `silent`. */
export function showProgress(label: string, unit: string, silent: boolean, nowMs: () => number = Date.now): Progress {
  if (silent) return { update: () => undefined, stop: () => undefined };
  return process.stderr.isTTY ? bar(label, unit, nowMs) : plainLines(label, unit, nowMs);
}

function bar(label: string, unit: string, nowMs: () => number): Progress {
  const startMs = nowMs();
  const view = new cliProgress.SingleBar({
    format: `${label} {bar} {value}/{total} ${unit} | {rate} ${unit}/s | {left} | {note}`,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: false,
  });
  view.start(1, 0, { rate: '–', left: '–', note: '' });
  return {
    update: (done, total, note = '') => {
      view.setTotal(total);
      view.update(done, { ...rateAndLeft(done, total, nowMs() - startMs), note });
    },
    stop: () => view.stop(),
  };
}

function plainLines(label: string, unit: string, nowMs: () => number): Progress {
  const startMs = nowMs();
  let lastMs = 0;
  return {
    update: (done, total, note = '') => {
      if (nowMs() - lastMs < plainEveryMs && done < total) return;
      lastMs = nowMs();
      const { rate, left } = rateAndLeft(done, total, nowMs() - startMs);
      process.stderr.write(`${label}: ${done}/${total} ${unit}, ${rate} ${unit}/s, ${left}${note ? `, ${note}` : ''}\n`);
    },
    stop: () => undefined,
  };
}

/** `rate` per second with one decimal; `left` as m:ss, or – before anything is known. */
export function rateAndLeft(done: number, total: number, elapsedMs: number): { rate: string; left: string } {
  if (done === 0 || elapsedMs <= 0) return { rate: '–', left: '–' };
  const perSecond = (done * 1000) / elapsedMs;
  const seconds = Math.max(0, Math.round((total - done) / perSecond));
  return { rate: perSecond.toFixed(1), left: `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}` };
}
