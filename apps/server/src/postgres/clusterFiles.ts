import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What must survive between runs: postgres.json, readable by its owner only. */
const secretsSchema = z.object({
  ownerPassword: z.string().regex(/^[\w-]{20,}$/),
  loginPassword: z.string().regex(/^[\w-]{20,}$/),
  port: z.number().int().optional(),
});
export type Secrets = z.infer<typeof secretsSchema>;

export type ClusterPaths = {
  /** The folder given by the caller. */
  readonly base: string;
  readonly secrets: string;
  readonly log: string;
  readonly lock: string;
  readonly users: string;
};

export function clusterPaths(base: string): ClusterPaths {
  return {
    base,
    secrets: join(base, 'postgres.json'),
    log: join(base, 'postgres.log'),
    lock: join(base, 'postgres.lock'),
    users: join(base, 'postgres.users'),
  };
}

/** Others may pass through (the account PostgreSQL runs as must), not look in. */
export function makeBase(base: string): void {
  mkdirSync(base, { recursive: true, mode: 0o711 });
}

/** The major versions for which `home` holds a data folder `postgres-N`, ascending. */
export function existingMajors(home: string): readonly number[] {
  if (!existsSync(home)) return [];
  return readdirSync(home)
    .map((name) => Number(/^postgres-(\d+)$/.exec(name)?.[1]))
    .filter((major) => Number.isInteger(major) && existsSync(join(home, `postgres-${major}`, 'PG_VERSION')))
    .sort((a, b) => a - b);
}

/** The stored secrets, or fresh random ones; `fresh` tells which. A damaged file counts as missing. */
export function readSecrets(file: string): { secrets: Secrets; fresh: boolean } {
  if (existsSync(file)) {
    const parsed = secretsSchema.safeParse(parseJson(readFileSync(file, 'utf8')));
    if (parsed.success) return { secrets: parsed.data, fresh: false };
  }
  return { secrets: { ownerPassword: newPassword(), loginPassword: newPassword() }, fresh: true };
}

export function writeSecrets(file: string, secrets: Secrets): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(secrets)}\n`, { mode: 0o600 });
  chmodSync(`${file}.new`, 0o600);
  renameSync(`${file}.new`, file);
}

function newPassword(): string {
  return randomBytes(24).toString('base64url');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
