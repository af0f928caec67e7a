import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Problem, whatIsWrong } from '@truyvet/contract';
import { z } from 'zod';
import type { SpokenIdentity } from './commands/registers/settings.ts';
import { trunkSchema } from './trunk/trunkConfig.ts';

const configSchema = z.object({
  web: z
    .object({
      host: z.string().default('127.0.0.1'),
      port: z.number().int().min(0).max(65535).default(8080),
      /** True behind a proxy that speaks TLS: the session cookie then never travels in clear. */
      secureCookies: z.boolean().default(false),
    })
    .prefault({}),
  /** Spoken in calls; printed in notices and leaflets unless a unit has settings of its own (`organisation.name`, `hotline.number`). */
  organisation: z
    .object({
      name: z.string().default('Trung tâm Y tế huyện Thiệu Hóa'),
      callbackNumber: z.string().default('0936036115'),
    })
    .prefault({}),
  sip: z
    .object({
      host: z.string().default('0.0.0.0'),
      port: z.number().int().min(0).max(65535).default(5060),
      rtpFrom: z.number().int().default(20000),
      rtpTo: z.number().int().default(29998),
    })
    .prefault({}),
  trunk: trunkSchema.optional(),
  voice: z.string().default('vi-vn-x-central'),
  security: z
    .object({
      /** Where the keys of identity numbers and recordings are; `keys.json` in the data folder if absent. Best on another disk than the database. */
      keyFile: z.string().optional(),
    })
    .prefault({}),
  webhooks: z
    .object({
      /** Hosts inside the own network that webhooks may be sent to, by name or address; others must be public. */
      privateHosts: z.array(z.string()).default([]),
    })
    .prefault({}),
});

/** Settings of one installation; every field has a default but the trunk, without which nobody is called. */
export type Config = z.infer<typeof configSchema>;

/** What the robot says of itself, and what is printed where a unit has set nothing of its own. */
export function spokenOf({ organisation, trunk }: Config): SpokenIdentity {
  const { name, callbackNumber } = organisation;
  return { organisation: name, callbackNumber, callerNumber: trunk?.callerNumber ?? null };
}

/** Where an installation keeps everything: `TRUYVET_DATA`, else `data` in the project's folder. */
export function dataFolder(env: NodeJS.ProcessEnv, projectFolder: string): string {
  return env['TRUYVET_DATA'] ?? join(projectFolder, 'data');
}

/**
 * Reads `config.json` from the data folder, if it is there; `TRUYVET_WEB_PORT`, `TRUYVET_WEB_HOST` and `TRUYVET_SIP_PORT` win over it.
 * Throws `config.invalid` with the field that is wrong.
 */
export function readConfig(folder: string, env: NodeJS.ProcessEnv): Config {
  const file = join(folder, 'config.json');
  const parsed = configSchema.safeParse(withEnvironment(existsSync(file) ? parseJson(file) : {}, env));
  if (parsed.success) return parsed.data;
  throw new Problem('config.invalid', { file, detail: whatIsWrong(parsed.error) });
}

/** The file with the keys: `TRUYVET_KEY_FILE`, else as configured, else in the data folder. */
export function keyFileOf(folder: string, env: NodeJS.ProcessEnv): string {
  return resolve(folder, env['TRUYVET_KEY_FILE'] ?? readConfig(folder, env).security.keyFile ?? 'keys.json');
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Problem(
      'config.invalid',
      { file, detail: error instanceof Error ? error.message : String(error) },
      { cause: error },
    );
  }
}

function withEnvironment(value: unknown, env: NodeJS.ProcessEnv): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const base = value as { web?: object; sip?: object };
  const web = {
    ...base.web,
    ...numberFrom(env, 'TRUYVET_WEB_PORT', 'port'),
    ...(env['TRUYVET_WEB_HOST'] ? { host: env['TRUYVET_WEB_HOST'] } : {}),
  };
  return { ...base, web, sip: { ...base.sip, ...numberFrom(env, 'TRUYVET_SIP_PORT', 'port') } };
}

function numberFrom(env: NodeJS.ProcessEnv, name: string, field: string): object {
  return env[name] === undefined ? {} : { [field]: Number(env[name]) };
}
