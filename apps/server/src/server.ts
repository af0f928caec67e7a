import { join } from 'node:path';
import { Problem } from '@truyvet/contract';
import { f1Tracing } from '@truyvet/dialogue';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { type CallEngine, openCallEngine } from './callEngine.ts';
import type { Clock } from './clock.ts';
import { importList } from './commands/importList.ts';
import { previewCampaign, startCampaign } from './commands/startCampaign.ts';
import { type Config, spokenOf } from './config.ts';
import { startSealer } from './db/auditSeal.ts';
import type { Db } from './db/connect.ts';
import { addressJob } from './jobs/addresses.ts';
import { dayFiguresJob } from './jobs/dayFigures.ts';
import { dayLinesJob } from './jobs/dayLines.ts';
import { escalationJob } from './jobs/escalation.ts';
import { followUpClosingJob } from './jobs/followUpClosing.ts';
import { followUpOpeningJob } from './jobs/followUpOpening.ts';
import { keptAnswersJob } from './jobs/keptAnswers.ts';
import { levelLapseJob } from './jobs/levelLapse.ts';
import { type Job, startJobs } from './jobs/scheduler.ts';
import { webhookJob } from './jobs/webhooks.ts';
import { dialerLog } from './log.ts';
import { createApi } from './routes/createApi.ts';
import { createLiveBoard, type LiveBoard } from './routes/liveBoard.ts';
import type { ApiCommands } from './routes/ports.ts';

export type ServerOptions = {
  readonly db: Db;
  readonly config: Config;
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** The built desk; null serves the API alone. */
  readonly webFolder: string | null;
};

export type Server = {
  /** Where the desk is. */
  readonly url: string;
  /** False without a trunk: lists can be read, nobody can be called. */
  readonly calls: boolean;
  readonly close: () => Promise<void>;
};

/** Web, API, audit sealer and, with a trunk, the dialler: everything `truyvet serve` runs. Throws Problem `web.portBusy` and those of the call engine. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { db, config, clock, log, webFolder } = options;
  const board = createLiveBoard(config.trunk?.name ?? '');
  const engine = config.trunk ? await openCallEngine({ ...options, log: dialerLog(log), onEvent: board.follow }) : undefined;
  const api = createApi({
    db,
    clock,
    log,
    board,
    commands: commandsOf(options, engine),
    webFolder,
    secureCookies: config.web.secureCookies,
    spoken: spokenOf(config),
    privateHosts: config.webhooks.privateHosts,
  });
  try {
    const url = await listen(api, config);
    const sealer = startSealer(db, (error) => log.error({ error: String(error) }, 'audit rows could not be sealed'));
    const dialing = engine && keepDialing(engine, board, log);
    const jobs = startJobs(jobsOf(options, board), {
      clock,
      onError: (job, error) => log.error({ job, error: String(error) }, 'a job failed; it runs again at its next turn'),
    });
    const stop = async () => {
      await jobs.stop();
      await close(api, sealer, dialing, engine);
    };
    return { url, calls: engine !== undefined, close: stop };
  } catch (error) {
    await api.close();
    await engine?.close();
    throw error;
  }
}

async function listen(api: FastifyInstance, { web }: Config): Promise<string> {
  try {
    return await api.listen({ host: web.host, port: web.port });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new Problem('web.portBusy', { port: web.port }, { cause: error });
    }
    throw error;
  }
}

/** What the server does by itself, again and again. */
function jobsOf({ db, log, config }: ServerOptions, board: LiveBoard): Job[] {
  const escalated = (run: { readonly raised: number; readonly atTop: number }) => {
    log.warn(run, 'alerts that nobody took went up');
    board.changed();
  };
  const untold = (lost: object) => log.warn(lost, 'a webhook did not take this for two days: given up');
  return [
    escalationJob(db, escalated),
    followUpOpeningJob(db),
    followUpClosingJob(db),
    levelLapseJob(db),
    dayFiguresJob(db),
    dayLinesJob(db),
    keptAnswersJob(db),
    addressJob(db),
    webhookJob({ db, privateHosts: config.webhooks.privateHosts, onGivenUp: untold }),
  ];
}

function commandsOf({ db, config, dataFolder, clock }: ServerOptions, engine: CallEngine | undefined): ApiCommands {
  const { name: organisation, callbackNumber } = config.organisation;
  return {
    importList: (request) => importList(db, request),
    previewCampaign: (request) => previewCampaign(db, { ...request, now: clock.now() }),
    startCampaign: async (request) => {
      if (!engine) throw new Problem('trunk.missing', { file: join(dataFolder, 'config.json') });
      return await startCampaign(db, { ...request, dialogue: f1Tracing, caller: { organisation, callbackNumber } });
    },
    campaignsChanged: () => engine?.dialer.wake(),
  };
}

type Dialing = { readonly stop: () => Promise<void> };
const restartAfterMs = 5_000;

/** Dials until stopped; a dialler that fails is started again, because people are waiting for their calls. */
function keepDialing(engine: CallEngine, board: LiveBoard, log: Logger): Dialing {
  const stopping = new AbortController();
  const run = async () => {
    while (!stopping.signal.aborted) {
      try {
        await engine.dialer.run('all', stopping.signal);
      } catch (error) {
        log.error({ error: error instanceof Problem ? error.code : String(error) }, 'the dialler stopped; it starts again');
        board.follow({ kind: 'dialing', dialing: false });
        await pause(restartAfterMs, stopping.signal);
      }
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

async function close(
  api: FastifyInstance,
  sealer: { readonly stop: () => Promise<void> },
  dialing: Dialing | undefined,
  engine: CallEngine | undefined,
): Promise<void> {
  await dialing?.stop();
  await engine?.close();
  await api.close();
  await sealer.stop();
}
