/**
 * A-law at 8 kHz, one channel, as a WAV file. Layout: RIFF/WAVE with a `fmt ` chunk of 18 bytes, because the format is not PCM, a `fact`
 * chunk with the number of samples, and `data` (Multimedia Programming Interface and Data Specifications 1.0, "WAVE"; format tag 6 = A-law).
 */
export function alawToWav(alaw: Uint8Array): Buffer {
  const padding = alaw.length % 2;
  const header = Buffer.alloc(58);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(50 + alaw.length + padding, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(18, 16);
  header.writeUInt16LE(6, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8000, 24);
  header.writeUInt32LE(8000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.writeUInt16LE(0, 36);
  header.write('fact', 38, 'latin1');
  header.writeUInt32LE(4, 42);
  header.writeUInt32LE(alaw.length, 46);
  header.write('data', 50, 'latin1');
  header.writeUInt32LE(alaw.length, 54);
  return Buffer.concat([header, alaw, Buffer.alloc(padding)]);
}
