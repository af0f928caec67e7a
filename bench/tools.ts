import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const sources = fileURLToPath(new URL('./tools/', import.meta.url));
const cache = fileURLToPath(new URL('../node_modules/.cache/bench/', import.meta.url));

/** Compiles the program that plays the callers' audio, unless that was done since it last changed. Returns its path. */
export function buildFarEnd(): string {
  const program = join(cache, 'farEnd');
  const changedMs = Math.max(...readdirSync(sources).map((name) => statSync(join(sources, name)).mtimeMs));
  const builtMs = statSync(program, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (builtMs > changedMs) return program;
  mkdirSync(cache, { recursive: true });
  const { status, stderr, error } = spawnSync('cc', ['-O2', '-Wall', '-o', program, join(sources, 'farEnd.c')], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`cannot compile bench/tools/farEnd.c: ${error?.message ?? stderr}`);
  return program;
}
