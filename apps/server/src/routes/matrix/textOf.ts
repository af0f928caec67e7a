/** For the matrix test: what a reader could read in an answer, files unpacked. */
import { inflateRawSync } from 'node:zlib';
import type { LightMyRequestResponse } from 'fastify';

/** The body as text; of a workbook or document (a ZIP file) its parts, unpacked. */
export function textOf(response: LightMyRequestResponse): string {
  const bytes = response.rawPayload;
  return bytes.subarray(0, 2).toString('latin1') === 'PK' ? unpacked(bytes) : response.body;
}

const entrySignature = 0x02014b50;
const fixedBytes = 46;

/** Every part, found by the central directory (APPNOTE 4.3.12). */
function unpacked(zip: Buffer): string {
  const parts: string[] = [];
  for (let at = zip.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0 && at + fixedBytes <= zip.length; ) {
    if (zip.readUInt32LE(at) !== entrySignature) break;
    const [size, start] = [zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 42)];
    const data = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28);
    const packed = zip.subarray(data, data + size);
    parts.push((zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed).toString('utf8'));
    at += fixedBytes + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return parts.join('\n');
}
