// Runs every case against real peers and says what passed, what failed, and what was skipped and why.
import { asteriskCases, stopAsterisk } from './asteriskCases.ts';
import { asteriskMediaCases } from './asteriskMediaCases.ts';
import { asteriskAbsence } from './asteriskServer.ts';
import { baresipCases } from './baresipCases.ts';
import { baresipAbsence } from './baresipPeer.ts';
import { kamailioCases, stopKamailio } from './kamailioCases.ts';
import { kamailioAbsence } from './kamailioServer.ts';
import { type Absence, newBench, type PeerCase } from './peerCase.ts';
import { sippAbsence } from './sipp.ts';
import { sippCases } from './sippCases.ts';

const CASE_TIMEOUT_MS = 30_000;
const only = process.argv[2]?.toLowerCase();

const absences: Readonly<Record<PeerCase['peer'], Absence>> = {
  SIPp: sippAbsence(),
  Asterisk: asteriskAbsence(),
  baresip: baresipAbsence(),
  Kamailio: kamailioAbsence(),
};
const cases = [...sippCases, ...asteriskCases, ...kamailioCases, ...asteriskMediaCases, ...baresipCases].filter(
  ({ peer, title }) => only === undefined || `${peer} ${title}`.toLowerCase().includes(only),
);
const counts = { passed: 0, failed: 0, skipped: 0 };
const failures: string[] = [];
/** As with `npm test`: a shared machine that stood still is not a disagreement with a peer. */
const triesAgain = process.env['TRUYVET_SECOND_TRY'] === '1';

for (const one of cases) {
  if (absences[one.peer] !== undefined) {
    counts.skipped++;
    continue;
  }
  const failure = await attempt(one);
  if (failure === undefined) counts.passed++;
  else await giveUp(one, failure);
}
for (const [peer, absence] of Object.entries(absences)) {
  const skipped = cases.filter((one) => one.peer === peer).length;
  if (absence !== undefined && skipped > 0) console.log(`– ${peer}: ${skipped} skipped: ${absence}`);
}
await stopAsterisk();
await stopKamailio();
for (const failure of failures) console.log(failure); // again, beside the figures: the end of a long run is what is read
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(counts.failed === 0 && cases.length > 0 ? 0 : 1);

/** Counts a case that failed, unless it may be tried again and passes then. */
async function giveUp(one: PeerCase, first: string): Promise<void> {
  const failure = triesAgain ? await attempt(one) : first;
  counts[failure === undefined ? 'passed' : 'failed']++;
  failures.push(
    `${failure === undefined ? 'passed only at the second try:' : '✗'} ${one.peer}: ${one.title}\n  ${failure ?? first}`,
  );
}

/** What went wrong, if anything. */
async function attempt({ peer, title, run }: PeerCase): Promise<string | undefined> {
  const bench = newBench();
  const startedMs = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${CASE_TIMEOUT_MS / 1000} s`)), CASE_TIMEOUT_MS);
  });
  try {
    await Promise.race([run(bench), late]);
    console.log(`✓ ${peer}: ${title} (${Math.round(performance.now() - startedMs)} ms)`);
    return undefined;
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    console.log(`✗ ${peer}: ${title}\n  ${failure}`);
    return failure;
  } finally {
    clearTimeout(timer);
    await bench.close();
  }
}
