import { exitCodes, Problem, problems, problemText } from '@truyvet/contract';
import { environmentProblem } from '../environmentProblem.ts';

/** Where a command writes: results on stdout, everything else on stderr, so that `--json` gives one clean object. */
export type Output = {
  readonly json: boolean;
  /** The command's result: `value` as JSON with `--json`, else `text`. */
  readonly result: (value: unknown, text: string) => void;
  /** A line for the person at the terminal; silent with `--json`. */
  readonly say: (line: string) => void;
};

export function terminalOutput(json: boolean): Output {
  return {
    json,
    result: (value, text) => process.stdout.write(`${json ? JSON.stringify(value) : text}\n`),
    say: (line) => {
      if (!json) process.stderr.write(`${line}\n`);
    },
  };
}

/** Shows a failure to a person (both languages) or a machine, and gives the exit code that belongs to it. */
export function reportFailure(failure: unknown, output: Output): number {
  const error = environmentProblem(failure) ?? failure;
  if (error instanceof Problem) {
    const vi = problemText(error.code, error.details, 'vi');
    const en = problemText(error.code, error.details, 'en');
    if (output.json) process.stdout.write(`${JSON.stringify({ error: { code: error.code, vi, en, details: error.details } })}\n`);
    else process.stderr.write(`✗ ${vi}\n  ${en}\n  (${error.code})\n`);
    return problems[error.code].exit;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (output.json) process.stdout.write(`${JSON.stringify({ error: { code: 'server.failed', detail: text.split('\n')[0] } })}\n`);
  process.stderr.write(`✗ Lỗi không lường trước. / Unexpected failure.\n${text}\n`);
  return exitCodes.failed;
}
