// A process of its own around the WASM build of espeak-ng (GPL-3.0: run, never linked into the server).
// In: { id, text, voice, wordsPerMinute }. Out: { ready } once, then { id, pcm, sampleRate } or { id, failed }.
import createModule from '@echogarden/espeak-ng-emscripten';

const module = await createModule();
const speaker = await new module.eSpeakNGWorker();

process.on('message', ({ id, text, voice, wordsPerMinute }) => {
  try {
    process.send({ id, pcm: say(text, voice, wordsPerMinute), sampleRate: speaker.get_samplerate() });
  } catch (error) {
    process.send({ id, failed: String(error) });
  }
});
process.on('disconnect', () => process.exit(0));
process.send({ ready: true });

function say(text, voice, wordsPerMinute) {
  if (speaker.set_voice(voice) !== 0) throw new Error(`no voice ${voice}`);
  speaker.set_rate(wordsPerMinute);
  const parts = [];
  let length = 0;
  speaker.synthesize(text, (samples) => {
    if (samples) {
      parts.push(samples);
      length += samples.length;
    }
    return false;
  });
  const pcm = new Int16Array(length);
  let at = 0;
  for (const part of parts) {
    pcm.set(part, at);
    at += part.length;
  }
  return pcm;
}
