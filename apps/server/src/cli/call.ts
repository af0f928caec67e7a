import { f1Tracing } from '@truyvet/dialogue';
import type { Command } from 'commander';
import { startCampaign } from '../commands/startCampaign.ts';
import { readRunningCampaigns } from '../db/campaignStart.ts';
import { ensureFirstOutbreak } from '../db/outbreaks.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { openTasks } from '../db/tasks.ts';
import { createLog, dialerLog } from '../log.ts';
import { type GlobalOptions, makeContext, type OpenContext, withStore } from './context.ts';
import { showProgress } from './progress.ts';
import { stopSignal } from './stopSignal.ts';
import { unitByCode } from './units.ts';

type CallOptions = GlobalOptions & { readonly unit?: string; readonly wait: string };

export function addCall(program: Command): void {
  program
    .command('call')
    .description('gọi những người đang chờ / call whoever is waiting')
    .option('--unit <code>', 'lập chiến dịch gọi mới cho đơn vị này / start a new campaign for this unit')
    .option(
      '--wait <minutes>',
      'chờ lượt gọi lại tối đa bao nhiêu phút rồi mới dừng / wait at most so long for the next call',
      '15',
    )
    .action(async (_: CallOptions, command: Command) => {
      const options = command.optsWithGlobals<CallOptions>();
      await withStore(makeContext(options), (open) => call(open, options));
    });
}

/** Calls campaign after campaign until nothing is due within `--wait`. */
async function call(open: OpenContext, options: CallOptions): Promise<void> {
  const { store, config, data, clock, output } = open;
  const stop = stopSignal(() => output.say('Đang dừng, chờ các cuộc gọi kết thúc… / Stopping, letting calls end…'));
  const log = dialerLog(createLog({ TRUYVET_LOG: 'warn', ...process.env }));
  let live = 0;
  const { openCallEngine } = await import('../callEngine.ts');
  const engine = await openCallEngine({
    db: store.db,
    config,
    dataFolder: data,
    clock,
    log,
    onEvent: (event) => {
      if (event.kind === 'attempt') live += event.state === 'committed' ? 1 : event.state === 'ended' ? -1 : 0;
    },
  });
  try {
    await engine.requireTrunk();
    if (options.unit !== undefined) await startForUnit(open, options.unit);
    const results = [];
    for (const campaign of await inScope(store.db, systemScope, (tx) => readRunningCampaigns(tx, 'all'))) {
      const ended = await watched(
        open,
        campaign.id,
        () => live,
        () => engine.dialer.run(campaign.id, stop, { idleLimitMs: Number(options.wait) * 60_000 }),
      );
      results.push({ campaignId: campaign.id, ...ended });
    }
    const text = results.map((r) => `Chiến dịch ${r.campaignId}: ${r.attempts} lượt gọi, còn ${r.open} người chờ.`).join('\n');
    output.result({ campaigns: results }, text || 'Không có ai chờ gọi. / Nobody is waiting.');
  } finally {
    await engine.close();
  }
}

/** Shows how many people are settled while `work` runs. */
async function watched<T>(
  { store, output }: OpenContext,
  campaignId: number,
  live: () => number,
  work: () => Promise<T>,
): Promise<T> {
  const count = () => inScope(store.db, systemScope, (tx) => openTasks(tx, campaignId));
  const total = (await count()).open;
  const progress = showProgress('Gọi', 'người', output.json);
  const timer = setInterval(() => {
    count().then(
      ({ open }) => progress.update(total - open, total, `${live()} cuộc đang gọi`),
      () => undefined, // The dialler meets the same failure and reports it.
    );
  }, 1_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    progress.stop();
  }
}

async function startForUnit(open: OpenContext, code: string): Promise<void> {
  const { store, clock, config, output } = open;
  const { name: organisation, callbackNumber } = config.organisation;
  const started = await startCampaign(store.db, {
    scope: systemScope,
    outbreakId: await ensureFirstOutbreak(store.db),
    unitIds: [await unitByCode(open, code)],
    now: clock.now(),
    name: `Truy vết ${code}`,
    dialogue: f1Tracing,
    policy: {},
    userId: null,
    caller: { organisation, callbackNumber },
  });
  output.say(`Đã lập chiến dịch: ${started.tasks} người cần gọi, ${started.withoutPhone} người không có số. / Campaign started.`);
}
