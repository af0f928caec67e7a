import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FRAME_MS, Pacer } from './pacer.ts';
import { Playlist } from './playlist.ts';
import { Ports } from './ports.ts';
import { SourceFilter } from './sourceFilter.ts';

describe('the pacer', () => {
  const counting = () => {
    const ticks: number[] = [];
    return { ticks, tick: (skipped: number) => void ticks.push(skipped) };
  };

  test('every member ticks once a frame, however unevenly the loop runs', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 15, noNaN: true }), { minLength: 20, maxLength: 80 }), (steps) => {
        const pacer = new Pacer(1000);
        const members = Array.from({ length: 7 }, counting);
        for (const member of members) pacer.add(member);
        let nowMs = 1000;
        for (const step of steps) {
          nowMs += step;
          pacer.run(nowMs);
        }
        const frames = (nowMs - 1000) / FRAME_MS;
        for (const { ticks } of members) expect(Math.abs(ticks.length - frames)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('members are spread over the slots of a frame', () => {
    const pacer = new Pacer(0);
    const members = Array.from({ length: 10 }, counting);
    for (const member of members) pacer.add(member);
    pacer.run(0);
    expect(members.filter(({ ticks }) => ticks.length > 0).length).toBe(2);
  });

  test('after a stall nothing is sent in a burst, and the frames left out are told', () => {
    const pacer = new Pacer(0);
    const member = counting();
    pacer.add(member);
    for (let nowMs = 0; nowMs < 100; nowMs += 4) pacer.run(nowMs);
    const before = member.ticks.length;
    pacer.run(1096);
    const after = member.ticks.slice(before);
    expect(after.length).toBeLessThanOrEqual(2);
    expect(after.reduce((sum, skipped) => sum + skipped, 0) + member.ticks.length).toBe(Math.floor(1096 / FRAME_MS) + 1);
  });
});

test('a playlist gives its clips without a gap, whatever the packet size', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 400 })), fc.integer({ min: 1, max: 200 }), (clips, size) => {
      const playlist = new Playlist(
        1,
        clips.map((clip) => Buffer.from(clip)),
      );
      const target = Buffer.alloc(size + 3);
      const out: Buffer[] = [];
      while (!playlist.finished) out.push(Buffer.from(target.subarray(3, 3 + playlist.read(target, 3, size))));
      expect(Buffer.concat(out)).toEqual(Buffer.concat(clips));
    }),
  );
});

test('ports are even, never given twice, and rest before they are given again', () => {
  const ports = new Ports({ from: 20_001, to: 20_009 }, 0.5);
  expect([ports.take(), ports.take(), ports.take(), ports.take()]).toEqual([20_006, 20_008, 20_002, 20_004]);
  expect(ports.take()).toBeUndefined();
  ports.give(20_008);
  ports.give(20_006);
  expect(ports.take()).toBe(20_006);
});

describe('the source filter', () => {
  const announced = { host: '192.0.2.1', port: 4000 };

  test('strict takes the announced address only, sameAddress any port of that host', () => {
    const strict = new SourceFilter({ source: 'strict', symmetric: false }, announced);
    const same = new SourceFilter({ source: 'sameAddress', symmetric: false }, announced);
    expect([strict.accepts('192.0.2.1', 4000), strict.accepts('192.0.2.1', 4002)]).toEqual([true, false]);
    expect([same.accepts('192.0.2.1', 4002), same.accepts('192.0.2.2', 4000)]).toEqual([true, false]);
    expect(same.target).toEqual(announced);
  });

  test('learn keeps to the first sender and answers there', () => {
    const learn = new SourceFilter({ source: 'learn', symmetric: true }, announced);
    expect(learn.accepts('198.51.100.1', 9)).toBe(true);
    learn.learn('198.51.100.1', 9);
    expect([learn.accepts('198.51.100.1', 9), learn.accepts('192.0.2.1', 4000)]).toEqual([true, false]);
    expect(learn.target).toEqual({ host: '198.51.100.1', port: 9 });
  });
});
