import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  adoptedInviteClient,
  type InviteClientInput,
  type InviteClientState,
  newInviteClient,
  stepInviteClient,
} from './inviteClient.ts';
import { type InviteServerInput, newInviteServer, stepInviteServer } from './inviteServer.ts';
import { type Effect, type Step, standardTiming, type TimerName } from './machine.ts';
import { newNonInviteClient, stepNonInviteClient } from './nonInviteClient.ts';
import { newNonInviteServer, stepNonInviteServer } from './nonInviteServer.ts';

type TimerInput = { kind: 'timer'; timer: TimerName };

/** Runs a machine on a virtual clock and keeps what it did, and when. */
class Bench<State extends { name: string }, Input> {
  nowMs = 0;
  readonly done: { atMs: number; kind: Effect['kind'] }[] = [];
  private readonly timers = new Map<TimerName, number>();
  state: State;
  private readonly step: (state: State, input: Input | TimerInput) => Step<State>;

  constructor(state: State, step: (state: State, input: Input | TimerInput) => Step<State>) {
    this.state = state;
    this.step = step;
  }

  feed(input: Input | TimerInput): this {
    const { state, effects } = this.step(this.state, input);
    this.state = state;
    for (const effect of effects) {
      if (effect.kind === 'startTimer') this.timers.set(effect.timer, this.nowMs + effect.afterMs);
      else if (effect.kind === 'stopTimer') this.timers.delete(effect.timer);
      else this.done.push({ atMs: this.nowMs, kind: effect.kind });
    }
    return this;
  }

  runUntil(endMs: number): this {
    for (;;) {
      const due = [...this.timers].sort((a, b) => a[1] - b[1])[0];
      if (due === undefined || due[1] > endMs) break;
      this.timers.delete(due[0]);
      this.nowMs = due[1];
      this.feed({ kind: 'timer', timer: due[0] });
    }
    this.nowMs = endMs;
    return this;
  }

  times(kind: Effect['kind']): number[] {
    return this.done.filter((one) => one.kind === kind).map((one) => one.atMs);
  }
}

const timing = standardTiming;
const inviteClient = (state: InviteClientState = newInviteClient(timing)) =>
  new Bench<InviteClientState, InviteClientInput>(state, (current, input) => stepInviteClient(current, input, timing));
const inviteServer = () =>
  new Bench<ReturnType<typeof newInviteServer>, InviteServerInput>(newInviteServer(timing), (state, input) =>
    stepInviteServer(state, input, timing),
  );

describe('INVITE client', () => {
  test('an INVITE nobody answers is sent seven times and given up after 32 s', () => {
    const bench = inviteClient().feed({ kind: 'start' }).runUntil(60_000);
    expect(bench.times('send')).toEqual([0, 500, 1500, 3500, 7500, 15500, 31500]);
    expect(bench.times('timedOut')).toEqual([32_000]);
    expect(bench.state.name).toBe('terminated');
  });

  test('a provisional response ends the retransmissions, for as long as it rings', () => {
    const bench = inviteClient().feed({ kind: 'start' }).runUntil(700).feed({ kind: 'response', status: 180 }).runUntil(200_000);
    expect(bench.times('send')).toEqual([0, 500]);
    expect(bench.times('timedOut')).toEqual([]);
    expect(bench.state.name).toBe('proceeding');
  });

  test('a failure is acknowledged each time it comes, and told once', () => {
    const bench = inviteClient().feed({ kind: 'start' }).feed({ kind: 'response', status: 486 });
    bench.runUntil(1000).feed({ kind: 'response', status: 486 }).runUntil(40_000);
    expect(bench.times('sendAck')).toEqual([0, 1000]);
    expect(bench.times('deliver')).toEqual([0]);
    expect(bench.times('terminated')).toEqual([32_000]);
  });

  test('every 2xx is told until timer M, none is acknowledged by the transaction', () => {
    const bench = inviteClient().feed({ kind: 'start' }).feed({ kind: 'response', status: 200 });
    bench.runUntil(500).feed({ kind: 'response', status: 200 }).feed({ kind: 'response', status: 486 }).runUntil(40_000);
    expect(bench.times('deliver')).toEqual([0, 500]);
    expect(bench.times('sendAck')).toEqual([]);
    expect(bench.times('terminated')).toEqual([32_000]);
  });

  test('an adopted transaction sends nothing and waits', () => {
    const bench = inviteClient(adoptedInviteClient).feed({ kind: 'start' }).runUntil(100_000);
    expect(bench.done).toEqual([]);
    expect(bench.feed({ kind: 'response', status: 487 }).times('sendAck')).toEqual([100_000]);
  });
});

describe('other clients', () => {
  const bye = () =>
    new Bench(newNonInviteClient(timing), (state, input: { kind: 'start' } | { kind: 'response'; status: number } | TimerInput) =>
      stepNonInviteClient(state, input, timing),
    );

  test('a request nobody answers is sent eleven times within 32 s', () => {
    const bench = bye().feed({ kind: 'start' }).runUntil(60_000);
    expect(bench.times('send')).toEqual([0, 500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500]);
    expect(bench.times('timedOut')).toEqual([32_000]);
  });

  test('after a provisional response it is sent every T2', () => {
    const bench = bye().feed({ kind: 'start' }).feed({ kind: 'response', status: 100 }).runUntil(9000);
    expect(bench.times('send')).toEqual([0, 500, 4500, 8500]);
  });

  test('a final response is told once; its repeats are swallowed for T4', () => {
    const bench = bye()
      .feed({ kind: 'start' })
      .feed({ kind: 'response', status: 200 })
      .feed({ kind: 'response', status: 200 })
      .runUntil(9000);
    expect(bench.times('deliver')).toEqual([0]);
    expect(bench.times('terminated')).toEqual([5000]);
  });
});

describe('INVITE server', () => {
  test('a rejection is repeated until its ACK, and kept until timer I', () => {
    const bench = inviteServer().feed({ kind: 'respond', status: 486 }).runUntil(2000).feed({ kind: 'ack' }).runUntil(60_000);
    expect(bench.times('send')).toEqual([0, 500, 1500]);
    expect(bench.times('terminated')).toEqual([7000]);
  });

  test('a rejection that is never acknowledged is given up after 32 s', () => {
    const bench = inviteServer().feed({ kind: 'respond', status: 486 }).runUntil(60_000);
    expect(bench.times('send')).toEqual([0, 500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500]);
    expect(bench.times('timedOut')).toEqual([32_000]);
  });

  test('a repeated INVITE gets the last response again, but no 2xx', () => {
    const bench = inviteServer().feed({ kind: 'respond', status: 180 }).feed({ kind: 'request' });
    expect(bench.times('send')).toEqual([0, 0]);
    bench.feed({ kind: 'respond', status: 200 }).feed({ kind: 'request' });
    expect(bench.times('send')).toEqual([0, 0, 0]);
  });

  test('after 200 nothing but 2xx may follow', () => {
    const bench = inviteServer().feed({ kind: 'respond', status: 200 }).feed({ kind: 'respond', status: 486 });
    expect(bench.times('send')).toEqual([0]);
    expect(bench.state.name).toBe('accepted');
  });
});

test('another server repeats its final response to repeats, for 32 s', () => {
  const bench = new Bench(
    newNonInviteServer,
    (state, input: { kind: 'request' } | { kind: 'respond'; status: number } | TimerInput) =>
      stepNonInviteServer(state, input, timing),
  );
  bench.feed({ kind: 'request' }).feed({ kind: 'respond', status: 200 }).feed({ kind: 'request' }).runUntil(60_000);
  expect(bench.times('send')).toEqual([0, 0]);
  expect(bench.times('terminated')).toEqual([32_000]);
});

test('whatever comes, every client ends, and tells of its fate at most once', () => {
  const input = fc.oneof(
    fc.record({ kind: fc.constant('response' as const), status: fc.integer({ min: 100, max: 699 }) }),
    fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(20_000) }),
  );
  fc.assert(
    fc.property(fc.array(input, { maxLength: 12 }), (inputs) => {
      const bench = inviteClient().feed({ kind: 'start' });
      for (const one of inputs) {
        if (one.kind === 'wait') bench.runUntil(bench.nowMs + one.ms);
        else bench.feed(one);
      }
      const ringing = bench.state.name === 'proceeding';
      bench.runUntil(bench.nowMs + 100_000);
      expect(bench.state.name).toBe(ringing ? 'proceeding' : 'terminated');
      expect(bench.times('terminated').length).toBe(ringing ? 0 : 1);
      expect(bench.times('timedOut').length).toBeLessThanOrEqual(1);
    }),
  );
});

describe('over a reliable transport', () => {
  const reliable = { ...timing, reliable: true };

  test('an INVITE is sent once, and still given up after 32 s', () => {
    const bench = new Bench<InviteClientState, InviteClientInput>(newInviteClient(reliable), (state, input) =>
      stepInviteClient(state, input, reliable),
    );
    bench.feed({ kind: 'start' }).runUntil(60_000);
    expect(bench.times('send')).toEqual([0]);
    expect(bench.times('timedOut')).toEqual([32_000]);
  });

  test('a failure is acknowledged, and the transaction is over at once', () => {
    const bench = new Bench<InviteClientState, InviteClientInput>(newInviteClient(reliable), (state, input) =>
      stepInviteClient(state, input, reliable),
    );
    bench.feed({ kind: 'start' }).feed({ kind: 'response', status: 486 }).runUntil(1000);
    expect([bench.times('sendAck'), bench.times('terminated')]).toEqual([[0], [0]]);
  });

  test('a connection that breaks ends what was not answered, and leaves alone what rings', () => {
    const make = () =>
      new Bench<InviteClientState, InviteClientInput>(newInviteClient(reliable), (state, input) =>
        stepInviteClient(state, input, reliable),
      ).feed({ kind: 'start' });
    expect(make().feed({ kind: 'transportError' }).times('timedOut')).toEqual([0]);
    const ringing = make().feed({ kind: 'response', status: 180 }).feed({ kind: 'transportError' });
    expect([ringing.times('timedOut'), ringing.state.name]).toEqual([[], 'proceeding']);
  });

  test('a refusal of ours is sent once, and waits for its ACK all the same', () => {
    const bench = new Bench<ReturnType<typeof newInviteServer>, InviteServerInput>(newInviteServer(reliable), (state, input) =>
      stepInviteServer(state, input, reliable),
    );
    bench.feed({ kind: 'respond', status: 486 }).runUntil(5000);
    expect([bench.times('send'), bench.state.name]).toEqual([[0], 'completed']);
    expect(bench.feed({ kind: 'ack' }).runUntil(5001).state.name).toBe('terminated');
  });

  test('any other request is sent once, given up after 32 s, and forgotten with its final response', () => {
    type Input = { kind: 'start' } | { kind: 'response'; status: number } | { kind: 'transportError' } | TimerInput;
    const make = () =>
      new Bench(newNonInviteClient(reliable), (state, input: Input) => stepNonInviteClient(state, input, reliable)).feed({
        kind: 'start',
      });
    const silent = make().runUntil(60_000);
    expect([silent.times('send'), silent.times('timedOut')]).toEqual([[0], [32_000]]);
    const answered = make().runUntil(100).feed({ kind: 'response', status: 200 }).runUntil(100);
    expect([answered.times('deliver'), answered.times('terminated')]).toEqual([[100], [100]]);
    expect(make().feed({ kind: 'transportError' }).times('timedOut')).toEqual([0]);
  });

  test('the answer to any other request is not kept for repeats', () => {
    const bench = new Bench(
      newNonInviteServer,
      (state, input: { kind: 'request' } | { kind: 'respond'; status: number } | TimerInput) =>
        stepNonInviteServer(state, input, reliable),
    );
    bench.feed({ kind: 'request' }).feed({ kind: 'respond', status: 200 }).runUntil(0);
    expect([bench.times('send'), bench.times('terminated')]).toEqual([[0], [0]]);
  });
});
