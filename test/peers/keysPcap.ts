/** A capture of keys as RFC 4733 events, 20 ms apart, for SIPp to replay: Ethernet, IPv4, UDP, RTP. */
export function keysPcap(digits: string, payloadType: number): Buffer {
  const packets = [...digits].flatMap((digit, index) => onePress('0123456789*#ABCD'.indexOf(digit), index, payloadType));
  return Buffer.concat([fileHeader(), ...packets]);
}

const TICKS = 6;
const TICKS_A_KEY = 12;

function onePress(event: number, index: number, payloadType: number): Buffer[] {
  return Array.from({ length: TICKS + 2 }, (_, tick) => {
    const end = tick >= TICKS - 1;
    const rtp = Buffer.alloc(16);
    rtp[0] = 0x80;
    rtp[1] = (tick === 0 ? 0x80 : 0) | payloadType;
    rtp.writeUInt16BE(index * TICKS_A_KEY + tick + 1, 2);
    rtp.writeUInt32BE(1000 + index * TICKS_A_KEY * 160, 4);
    rtp.writeUInt32BE(0x5eed, 8);
    rtp[12] = event;
    rtp[13] = (end ? 0x80 : 0) | 10;
    rtp.writeUInt16BE(Math.min(tick + 1, TICKS) * 160, 14);
    return record((index * TICKS_A_KEY + tick) * 20, frame(rtp));
  });
}

function fileHeader(): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(65_535, 16);
  header.writeUInt32LE(1, 20);
  return header;
}

function record(atMs: number, data: Buffer): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(Math.floor(atMs / 1000), 0);
  header.writeUInt32LE((atMs % 1000) * 1000, 4);
  header.writeUInt32LE(data.length, 8);
  header.writeUInt32LE(data.length, 12);
  return Buffer.concat([header, data]);
}

function frame(payload: Buffer): Buffer {
  const head = Buffer.alloc(14 + 20 + 8);
  head.writeUInt16BE(0x0800, 12);
  head[14] = 0x45;
  head.writeUInt16BE(20 + 8 + payload.length, 16);
  head[22] = 64;
  head[23] = 17;
  head.set([127, 0, 0, 1, 127, 0, 0, 1], 26);
  head.writeUInt16BE(6000, 34);
  head.writeUInt16BE(6000, 36);
  head.writeUInt16BE(8 + payload.length, 38);
  return Buffer.concat([head, payload]);
}
