import type { LevelResult } from './level.ts';
import type { SetupResult } from './setups.ts';

/** The bound on a level: what late packets may be late by. */
const P99_BOUND_MS = 10;
/** A rate is carried when it is reached but for the last calls' own length, and next to nothing had to be said twice. */
const RATE_REACHED = 0.95;
const RETRANSMISSIONS_BORNE = 0.005;

/** Why a level does not count; empty when it does. */
export function faultsOf(level: LevelResult): string[] {
  const faults: string[] = [];
  if (level.meanCalls < level.calls) faults.push(`only ${level.meanCalls} calls at once`);
  if (level.lost > 0) faults.push(`${level.lost} packets lost`);
  if (level.skipped > 0) faults.push(`${level.skipped} packets left out`);
  if (level.overflows > 0) faults.push(`${level.overflows} datagrams found a full socket`);
  if (level.dropped > 0) faults.push(`${level.dropped} packets lost by the receiver itself`);
  if (level.keys === 0 || level.answered < level.keys)
    faults.push(`${level.keys - level.answered} of ${level.keys} keys not heard`);
  if (level.p99Ms > P99_BOUND_MS) faults.push(`p99 ${level.p99Ms} ms`);
  if (level.failedCalls > 0) faults.push(`${level.failedCalls} calls failed`);
  return faults;
}

/** Whether that many calls a second were answered and hung up. */
export function carried(setup: SetupResult): boolean {
  return (
    setup.failed === 0 &&
    setup.reached >= setup.perSecond * RATE_REACHED &&
    setup.retransmissions <= setup.perSecond * RETRANSMISSIONS_BORNE * 20
  );
}

export type Figures = {
  readonly callsPerCore: number;
  readonly p99DeviationMs: number | null;
  readonly setupsPerSecondPerCore: number;
  readonly digitToPromptP95Ms: number | null;
  readonly kBPerCall: number | null;
};

/** The five figures of one rival; those that were not measured are null. Nothing is extrapolated: the largest level that counted. */
export function figuresOf(levels: readonly LevelResult[], setups: readonly SetupResult[]): Figures {
  const counted = levels.filter((level) => faultsOf(level).length === 0);
  const best = counted.reduce<LevelResult | undefined>(
    (most, level) => (most && most.calls >= level.calls ? most : level),
    undefined,
  );
  const rssAt = (calls: number) => levels.find((level) => level.calls === calls)?.rssKb;
  const [low, high] = [rssAt(100), rssAt(500)];
  return {
    callsPerCore: best?.calls ?? 0,
    p99DeviationMs: best?.p99Ms ?? null,
    setupsPerSecondPerCore: Math.max(0, ...setups.filter(carried).map((setup) => setup.perSecond)),
    digitToPromptP95Ms: best?.replyP95Ms ?? null,
    kBPerCall: low === undefined || high === undefined ? null : Math.round((high - low) / 400),
  };
}

/** One line of the table of levels. */
export function levelLine(level: LevelResult): string {
  const faults = faultsOf(level);
  const cells = [
    level.rival.padEnd(8),
    `${level.calls}`.padStart(5),
    `${level.meanCalls.toFixed(0)} (${level.minCalls}–${level.maxCalls})`.padStart(15),
    level.cores.toFixed(3).padStart(6),
    `${level.p50Ms}/${level.p99Ms}/${level.maxMs}`.padStart(18),
    `${level.lost}+${level.skipped}+${level.overflows}+${level.dropped}`.padStart(9),
    `${level.answered}/${level.keys}`.padStart(11),
    `${level.replyP95Ms} (${level.replyAfterEndP95Ms})`.padStart(16),
    `${Math.round(level.rssKb / 1024)}`.padStart(5),
    `${level.load.toFixed(1)}/${level.stealPercent.toFixed(1)}%`.padStart(11),
    faults.length === 0 ? 'counts' : faults.join(', '),
  ];
  return cells.join('  ');
}

export const LEVEL_HEAD = [
  'rival'.padEnd(8),
  'calls'.padStart(5),
  'at once'.padStart(15),
  'cores'.padStart(6),
  'p50/p99/max ms'.padStart(18),
  'losses¹'.padStart(9),
  'keys'.padStart(11),
  'key→prompt p95²'.padStart(16),
  'MB'.padStart(5),
  'load/steal'.padStart(11),
  'verdict',
].join('  ');

export const LEVEL_NOTES =
  '¹ lost + left out + full sockets + the receiver’s own   ² from the first packet of the key (from its end), ms; the key is held 80 ms';

/** One line of the table of setups. */
export function setupLine(setup: SetupResult): string {
  return [
    setup.rival.padEnd(8),
    `${setup.perSecond}/s asked`.padStart(12),
    `${setup.reached.toFixed(0)}/s reached`.padStart(14),
    `${setup.cores.toFixed(3)} cores`.padStart(12),
    `${setup.cpuMsPerCall.toFixed(2)} ms a call`.padStart(16),
    `${setup.failed} failed, ${setup.retransmissions} said again`.padStart(28),
    `load ${setup.load.toFixed(1)}, steal ${setup.stealPercent.toFixed(1)} %`,
    carried(setup) ? 'counts' : 'too much',
  ].join('  ');
}
