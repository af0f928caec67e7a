import assert from 'node:assert/strict';
import type { Call, CallQuality } from '@truyvet/telephony';
import { asterisk, dial, echoIn } from './asteriskCases.ts';
import { settleAfterKill } from './orphan.ts';
import { answered, ended, HOST, incoming, keys, type PeerCase, pause } from './peerCase.ts';

const nextQuality = (call: Call): Promise<CallQuality> => new Promise((resolve) => call.on('quality', resolve));

const cases: Omit<PeerCase, 'peer'>[] = [
  {
    title: 'SRTP over TLS: sound comes back from its echo, byte for byte',
    run: async (bench) => {
      const { tlsPort, certificate } = await asterisk();
      const proxy = { host: HOST, port: tlsPort };
      const secure = { proxy, transport: 'tls', tls: { ca: certificate }, srtp: 'required', callerNumber: 'secure' } as const;
      const share = await echoIn(bench, 'PCMA', secure);
      assert.ok(share > 0.95, `only ${share} of the sound came back`);
    },
  },
  {
    title: 'it takes no call without SRTP where it wants SRTP',
    run: async (bench) => {
      const { tlsPort, certificate } = await asterisk();
      const proxy = { host: HOST, port: tlsPort };
      const plain = { proxy, transport: 'tls', tls: { ca: certificate }, callerNumber: 'secure' } as const;
      const { call } = await dial({ bench, extension: 'echo', more: plain });
      const end = ended(call);
      call.start();
      assert.equal((await end).sipStatus, 488);
    },
  },
  {
    title: 'keys are heard as tones both ways where it takes no events',
    run: async (bench) => {
      const { call } = await dial({ bench, extension: 'keys', more: { callerNumber: 'tones' } });
      const [heard, picked, end] = [keys(call, 4), answered(call), ended(call)];
      call.start();
      await picked;
      await pause(300);
      call.sendDigits('26*9', { durationMs: 120, gapMs: 120 });
      assert.equal(await heard, '26*9');
      call.hangUp();
      await end;
    },
  },
  {
    title: 'an answered call over TLS whose process was killed is hung up from a new one',
    run: async (bench) => {
      const { tlsPort, certificate } = await asterisk();
      const trunk = { transport: 'tls', tls: { ca: certificate }, srtp: 'required', callerNumber: 'secure' } as const;
      assert.equal(await settleAfterKill(bench, tlsPort, 'echo', 'answered', trunk), 'answered');
    },
  },
  {
    title: 'whom we hold it holds too: no sound comes until we take them back',
    run: async (bench) => {
      const citizen = await bench.openPhone();
      const arriving = incoming(citizen);
      const { call } = await dial({ bench, extension: `call-${citizen.address.port}` });
      const [picked, end] = [answered(call), ended(call)];
      call.start();
      const there = await arriving;
      there.answer();
      await picked;
      const heardWithin = async (ms: number) => {
        const before = (await call.measureQuality())?.received.packets ?? 0;
        await pause(ms);
        return ((await call.measureQuality())?.received.packets ?? 0) - before;
      };
      await pause(300);
      const before = await heardWithin(600);
      await call.hold();
      await pause(200);
      const held = await heardWithin(600);
      await call.resume();
      await pause(200);
      const after = await heardWithin(600);
      assert.ok(before > 20 && held < 3 && after > 20, JSON.stringify({ before, held, after }));
      call.hangUp();
      await end;
    },
  },
  {
    title: 'its reports and ours tell loss, jitter and round trip',
    run: async (bench) => {
      const phone = await bench.openPhone({ reportIntervalMs: 1000 });
      const { sipPort } = await asterisk();
      const trunk = { name: 'peer', proxy: { host: HOST, port: sipPort }, callerNumber: '1' };
      const call = phone.prepare({ trunk, number: 'echo' });
      const [picked, end] = [answered(call), ended(call)];
      call.start();
      await picked;
      let quality = await nextQuality(call);
      while (quality.roundTripMs === undefined || quality.sent.jitterMs === undefined) quality = await nextQuality(call);
      assert.ok(quality.received.packets > 50, JSON.stringify(quality));
      assert.ok(quality.roundTripMs < 1000, JSON.stringify(quality));
      assert.equal(quality.received.lost, 0);
      call.hangUp();
      await end;
    },
  },
  {
    title: 'an endpoint that asks for packets of 40 ms is sent such, and sends such',
    run: async (bench) => {
      const { call } = await dial({ bench, extension: 'echo', more: { callerNumber: 'long' } });
      const [picked, end] = [answered(call), ended(call)];
      call.start();
      await picked;
      await pause(2000);
      const quality = await call.measureQuality();
      for (const packets of [quality?.sent.packets ?? 0, quality?.received.packets ?? 0])
        assert.ok(packets > 30 && packets < 65, JSON.stringify(quality));
      call.hangUp();
      await end;
    },
  },
];

export const asteriskMediaCases: PeerCase[] = cases.map((one) => ({ ...one, peer: 'Asterisk' }));
