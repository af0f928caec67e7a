import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const sources = fileURLToPath(new URL('./tools/', import.meta.url));
const cache = fileURLToPath(new URL('../node_modules/.cache/bench/', import.meta.url));

/** Compiles a program of `bench/tools`, unless that was done since it last changed. Returns its path. */
export function buildTool(name: 'farEnd' | 'floor'): string {
  const program = join(cache, name);
  const changedMs = Math.max(...readdirSync(sources).map((file) => statSync(join(sources, file)).mtimeMs));
  const builtMs = statSync(program, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (builtMs > changedMs) return program;
  mkdirSync(cache, { recursive: true });
  const { status, stderr, error } = spawnSync('cc', ['-O2', '-Wall', '-o', program, join(sources, `${name}.c`)], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`cannot compile bench/tools/${name}.c: ${error?.message ?? stderr}`);
  return program;
}
