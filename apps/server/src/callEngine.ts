import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Problem } from '@truyvet/contract';
import { createPhone, type Phone, PhoneError, type Registration, type Trunk } from '@truyvet/telephony';
import type { DialerLog } from './calls/callContext.ts';
import { createDialer, type Dialer } from './calls/dialer.ts';
import type { DialerEvent } from './calls/dialerEvent.ts';
import type { SabotageKind } from './calls/sabotage.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Db } from './db/connect.ts';
import { trunkOf } from './trunk/trunkOf.ts';
import { createVoice, type Voice } from './voice/voice.ts';

export type CallEngineOptions = {
  readonly db: Db;
  readonly config: Config;
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly log: DialerLog;
  readonly onEvent: (event: DialerEvent) => void;
  readonly sabotage?: SabotageKind;
};

/** Voice, phone and dialler, put together. */
export type CallEngine = {
  readonly dialer: Dialer;
  /** Asks the trunk whether it is there. Throws Problem `trunk.down`. */
  readonly requireTrunk: () => Promise<void>;
  readonly close: () => Promise<void>;
};

const pingPatienceMs = 5_000;

/** Throws Problem `trunk.missing`, `sip.portBusy`, `voice.unavailable`. */
export async function openCallEngine(options: CallEngineOptions): Promise<CallEngine> {
  const { config, dataFolder, log } = options;
  if (!config.trunk) throw new Problem('trunk.missing', { file: join(dataFolder, 'config.json') });
  const voice = await createVoice({ cacheFolder: join(dataFolder, 'clips'), voice: config.voice });
  const phone = await openPhone(config, log);
  const { channels, callsPerSecond } = config.trunk;
  const { db, clock, onEvent, sabotage } = options;
  const trunk = trunkOf(config.trunk, readCa);
  const registration = config.trunk.register ? register(phone, trunk, log) : undefined;
  const dialer = createDialer({
    db,
    phone,
    voice,
    clock,
    trunk,
    limits: { channels, callsPerSecond },
    // Recovery finds a killed run's calls by this name and needs their address: one engine a host and SIP port.
    engineId: `${hostname()}:${config.sip.port}`,
    log,
    onEvent,
    ...(sabotage && { sabotage }),
  });
  return { dialer, requireTrunk: () => requireTrunk(phone, trunk), close: () => close(phone, voice, registration) };
}

async function requireTrunk(phone: Phone, trunk: Trunk): Promise<void> {
  const { ok } = await phone.ping(trunk, pingPatienceMs);
  if (!ok) throw new Problem('trunk.down', { trunk: trunk.name, address: `${trunk.proxy.host}:${trunk.proxy.port}` });
}

async function openPhone({ sip }: Config, log: DialerLog): Promise<Phone> {
  try {
    return await createPhone({ bind: { host: sip.host, port: sip.port }, rtpPorts: { from: sip.rtpFrom, to: sip.rtpTo }, log });
  } catch (error) {
    if (error instanceof PhoneError && error.code === 'bindFailed')
      throw new Problem('sip.portBusy', { port: sip.port }, { cause: error });
    throw error;
  }
}

/** Throws Problem `config.invalid` when the file cannot be read. */
function readCa(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new Problem('config.invalid', { file: 'config.json', detail: `trunk.tls.caFile: ${detail}` }, { cause: error });
  }
}

/** Stays registered; a failure is told in the log and tried again by the engine. */
function register(phone: Phone, trunk: Trunk, log: DialerLog): Registration {
  const registration = phone.register(trunk);
  registration.on('change', (state) => {
    if (state.name === 'failed') log('warn', 'the trunk does not take our registration', { trunk: trunk.name, ...state });
    else if (state.name === 'registered') log('info', 'registered at the trunk', { trunk: trunk.name });
  });
  return registration;
}

async function close(phone: Phone, voice: Voice, registration: Registration | undefined): Promise<void> {
  await registration?.stop();
  await phone.close();
  await voice.close();
}
