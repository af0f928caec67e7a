import assert from 'node:assert/strict';
import { decodeAlaw, encodeAlaw } from '@truyvet/telephony';
import { startBaresip } from './baresipPeer.ts';
import { answered, ended, type PeerCase, pause, shareHeard, trunkTo } from './peerCase.ts';

const SECONDS = 3;

/** A voice-like tone that never repeats a packet, as the far end's 16-bit samples and as A-law. */
function voice(seconds: number, lowestHz: number): { readonly pcm: Int16Array; readonly alaw: Uint8Array } {
  const wave = Float32Array.from({ length: seconds * 8000 }, (_, at) => {
    const second = at / 8000;
    return 0.3 * Math.sin(2 * Math.PI * (lowestHz + 37 * second) * second) + 0.1 * Math.sin(2 * Math.PI * 1913.7 * second);
  });
  const alaw = encodeAlaw(wave);
  const decoded = new Float32Array(alaw.length);
  decodeAlaw(alaw, decoded);
  return { pcm: Int16Array.from(decoded, (sample) => sample * 32_768), alaw };
}

const cases: Omit<PeerCase, 'peer'>[] = [
  {
    title: 'its recording is what we played, and ours is what it played',
    run: async (bench) => {
      const theirs = voice(30, 300);
      const ours = voice(SECONDS, 500);
      const softphone = await startBaresip(theirs.pcm);
      let heard: Int16Array | undefined;
      try {
        const phone = await bench.openPhone();
        phone.loadClip('sound', ours.alaw);
        const call = phone.prepare({ trunk: trunkTo(softphone.sipPort), number: 'elder' });
        const [picked, end] = [answered(call), ended(call)];
        call.start();
        assert.equal((await picked).codec, 'PCMA');
        call.startRecording();
        const played = new Promise((resolve) => call.on('played', resolve));
        call.play(['sound']);
        await played;
        await pause(300);
        const recording = await call.stopRecording();
        call.hangUp();
        assert.deepEqual(await end, { cause: 'hungUp' });
        // The first packets pass before the recording starts.
        const share = shareHeard(theirs.alaw.subarray(0, recording.length), recording);
        assert.ok(share > 0.9, `only ${share} of our recording is what it played`);
      } finally {
        heard = await softphone.stop();
      }
      const share = shareHeard(encodeAlaw(Float32Array.from(heard, (sample) => sample / 32_768)), ours.alaw);
      assert.ok(share > 0.9, `only ${share} of what we played is in its recording`);
    },
  },
];

export const baresipCases: PeerCase[] = cases.map((one) => ({ ...one, peer: 'baresip' }));
