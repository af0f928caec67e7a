/** Sound as numbers between -1 and 1. */
export type Sound = { readonly samples: Float32Array; readonly sampleRate: number };

/**
 * Reads a 16-bit mono PCM WAV (RIFF chunks of Microsoft's "Multimedia Programming Interface", 1991). A data chunk longer than
 * the bytes present is cut to them: espeak-ng writes a made-up length when it writes to a pipe.
 *
 * @throws Error when the bytes are no such file
 */
export function parseWav(bytes: Uint8Array): Sound {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || tag(view, 0) !== 'RIFF' || tag(view, 8) !== 'WAVE') throw new Error(`no WAV: ${bytes.length} bytes`);
  let sampleRate = 0;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (tag(view, at) === 'fmt ' && body + 16 <= bytes.length) sampleRate = readFormat(view, body);
    if (tag(view, at) === 'data') {
      if (sampleRate === 0) throw new Error('no WAV: data before format');
      return { samples: readSamples(view, body, Math.min(size, bytes.length - body)), sampleRate };
    }
    at = body + size + (size % 2);
  }
  throw new Error('no WAV: no data chunk');
}

/** Signed 16-bit samples as a Sound. */
export function soundOf(pcm: Int16Array, sampleRate: number): Sound {
  return { samples: Float32Array.from(pcm, (sample) => sample / 32768), sampleRate };
}

function tag(view: DataView, at: number): string {
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
}

/** The sample rate of a format chunk, refusing what is not 16-bit mono PCM. */
function readFormat(view: DataView, at: number): number {
  const [format, channels, bits] = [view.getUint16(at, true), view.getUint16(at + 2, true), view.getUint16(at + 14, true)];
  const sampleRate = view.getUint32(at + 4, true);
  if (format !== 1 || channels !== 1 || bits !== 16 || sampleRate < 8000 || sampleRate > 192_000)
    throw new Error(`WAV of format ${format}, ${channels} channels, ${bits} bits, ${sampleRate} Hz`);
  return sampleRate;
}

function readSamples(view: DataView, at: number, byteLength: number): Float32Array {
  const samples = new Float32Array(byteLength >> 1);
  for (let i = 0; i < samples.length; i++) samples[i] = view.getInt16(at + 2 * i, true) / 32768;
  return samples;
}
