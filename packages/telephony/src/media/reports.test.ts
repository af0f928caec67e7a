import { expect, test } from 'vitest';
import { Reception } from '../rtp/reception.ts';
import { randomOf } from '../testing/testSignals.ts';
import { Reports } from './reports.ts';

const UNIX_MS = 1_800_000_000_000;

/** One side of a call: its own clock started `startMs` before the common one. */
function side(ssrc: number, startMs: number) {
  const sent = { ssrc, packetsSent: 0, bytesSent: 0, timestamp: 0 };
  const reception = new Reception();
  return { sent, reception, startMs, reports: new Reports(sent, reception, 5000, randomOf(ssrc)) };
}
type Side = ReturnType<typeof side>;

/** Two sides that talk for `durationMs`, `wayMs` apart; `lose` decides which of the first side's packets get lost. */
function talk(one: Side, other: Side, durationMs: number, wayMs: number, lose: (sequence: number) => boolean) {
  const reportsAtMs: number[] = [];
  const arrivals: { readonly atMs: number; readonly run: () => void }[] = [];
  one.reports.begin(one.startMs);
  other.reports.begin(other.startMs);
  for (let ms = 0; ms <= durationMs; ms += 20) {
    for (const due of arrivals.filter(({ atMs }) => atMs <= ms)) {
      arrivals.splice(arrivals.indexOf(due), 1);
      due.run();
    }
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      const sequence = ms / 20;
      from.sent.packetsSent++;
      from.sent.bytesSent += 160;
      from.sent.timestamp = ms * 8;
      const arrivesMs = ms + wayMs;
      if (from === other || !lose(sequence))
        arrivals.push({
          atMs: arrivesMs,
          run: () => to.reception.count(sequence & 0xffff, sequence * 160, from.sent.ssrc, arrivesMs + to.startMs, true),
        });
      const report = from.reports.takeDue(ms + from.startMs, UNIX_MS + ms);
      if (report === undefined) continue;
      if (from === one) reportsAtMs.push(ms);
      arrivals.push({ atMs: arrivesMs, run: () => to.reports.receive(report, arrivesMs + to.startMs, UNIX_MS + arrivesMs) });
    }
  }
  return reportsAtMs;
}

test('both sides come to know loss, jitter and round trip', () => {
  const one = side(1, 500);
  const other = side(2, 9_000);
  talk(one, other, 30_000, 40, (sequence) => sequence % 10 === 5);
  const quality = one.reports.quality();
  expect(quality.received).toEqual({ packets: 1499, lost: 0, jitterMs: 0 });
  expect(quality.sent.lossFraction).toBeGreaterThan(0.08);
  expect(quality.sent.lossFraction).toBeLessThan(0.12);
  expect(quality.sent.lost).toBeGreaterThan(100);
  expect(quality.roundTripMs).toBeGreaterThan(78);
  expect(quality.roundTripMs).toBeLessThan(82);
  expect(other.reports.quality().received.lost).toBeGreaterThan(140);
});

test('reports come at random distances of five seconds on average, the first one sooner', () => {
  const one = side(3, 0);
  const atMs = talk(one, side(4, 0), 600_000, 20, () => false);
  const gaps = atMs.slice(1).map((ms, index) => ms - (atMs[index] ?? 0));
  expect(atMs[0]).toBeLessThan(3_200);
  expect(Math.min(...gaps)).toBeGreaterThan(2_000);
  expect(Math.max(...gaps)).toBeLessThan(6_300);
  expect(new Set(gaps).size).toBeGreaterThan(gaps.length / 2);
});

test('a report of another call changes nothing', () => {
  const one = side(5, 0);
  const stranger = side(6, 0);
  stranger.reception.count(1, 160, 77, 20, true);
  one.reports.receive(stranger.reports.write(100, UNIX_MS, false), 100, UNIX_MS);
  expect(one.reports.quality()).toEqual({ received: { packets: 0, lost: 0, jitterMs: 0 }, sent: { packets: 0 } });
});
