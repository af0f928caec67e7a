import assert from 'node:assert/strict';
import type { Phone, Registration, Trunk } from '@truyvet/telephony';
import { type Kamailio, startKamailio } from './kamailioServer.ts';
import { settleAfterKill } from './orphan.ts';
import { answered, type Bench, ended, incoming, type PeerCase, trunkTo } from './peerCase.ts';

let running: Promise<Kamailio> | undefined;

/** One proxy for all cases, started by the first. */
function kamailio(): Promise<Kamailio> {
  running ??= startKamailio();
  return running;
}

/** Ends the proxy if one was started. */
export async function stopKamailio(): Promise<void> {
  const server = await running?.catch(() => undefined);
  await server?.stop();
}

const registered = (registration: Registration): Promise<void> =>
  new Promise((resolve, reject) => {
    registration.on('change', (state) => {
      if (state.name === 'registered') resolve();
      else reject(new Error(`not registered: ${JSON.stringify(state)}`));
    });
  });

/** A phone that registered under `number` and one that calls it, both over that transport, with the proxy between them. */
async function throughProxy(
  bench: Bench,
  number: string,
  transport: Trunk['transport'] = 'udp',
): Promise<{ callee: Phone; caller: Phone; trunk: Trunk }> {
  const { sipPort } = await kamailio();
  const trunk = trunkTo(sipPort, { transport });
  const [callee, caller] = [await bench.openPhone(), await bench.openPhone()];
  await registered(callee.register({ ...trunk, callerNumber: number }, { expiresS: 60 }));
  return { callee, caller, trunk };
}

const cases: Omit<PeerCase, 'peer'>[] = [
  ...(['udp', 'tcp'] as const).flatMap((transport) =>
    (['caller', 'callee'] as const).map((who) => ({
      title: `over ${transport} we register, are called through it, and the ${who} hangs up along the recorded route`,
      run: async (bench: Bench) => {
        const { callee, caller, trunk } = await throughProxy(bench, `10${transport}${who}`, transport);
        const arriving = incoming(callee);
        const call = caller.prepare({ trunk, number: `10${transport}${who}` });
        const [picked, end] = [answered(call), ended(call)];
        call.start();
        const into = await arriving;
        const farEnd = ended(into);
        into.ring();
        into.answer();
        await picked;
        assert.equal(call.identifiers.routeSet.length > 0, true);
        (who === 'caller' ? call : into).hangUp();
        const [ours, theirs] = await Promise.all([end, farEnd]);
        const expected = who === 'caller' ? ['hungUp', 'farEndHungUp'] : ['farEndHungUp', 'hungUp'];
        assert.deepEqual([ours.cause, theirs.cause], expected);
      },
    })),
  ),
  {
    title: 'a call that is given up is cancelled through it',
    run: async (bench) => {
      const { callee, caller, trunk } = await throughProxy(bench, '1033');
      const arriving = incoming(callee);
      const call = caller.prepare({ trunk, number: '1033', ringTimeoutMs: 500 });
      const end = ended(call);
      call.start();
      const into = await arriving;
      const farEnd = ended(into);
      into.ring();
      assert.deepEqual([(await end).cause, (await farEnd).sipStatus], ['ringTimeout', 487]);
    },
  },
  ...(['udp', 'tcp'] as const).map((transport) => ({
    title: `a call that rings over ${transport} and whose process was killed is cancelled through it from a new one: it was never answered`,
    run: async (bench: Bench) => {
      const { sipPort } = await kamailio();
      const number = `10${transport}orphan`;
      const { callee } = await throughProxy(bench, number, transport);
      const arriving = incoming(callee);
      const settled = settleAfterKill(bench, sipPort, number, 'ringing', { transport });
      const into = await arriving;
      const farEnd = ended(into);
      into.ring();
      assert.equal(await settled, 'neverAnswered');
      assert.equal((await farEnd).sipStatus, 487);
    },
  })),
  {
    title: 'whoever took the registration back is not found any more',
    run: async (bench) => {
      const { sipPort } = await kamailio();
      const trunk = trunkTo(sipPort);
      const [callee, caller] = [await bench.openPhone(), await bench.openPhone()];
      const registration = callee.register({ ...trunk, callerNumber: '1044' });
      await registered(registration);
      await registration.stop();
      const call = caller.prepare({ trunk, number: '1044' });
      const end = ended(call);
      call.start();
      assert.equal((await end).sipStatus, 404);
    },
  },
];

export const kamailioCases: PeerCase[] = cases.map((one) => ({ ...one, peer: 'Kamailio' }));
