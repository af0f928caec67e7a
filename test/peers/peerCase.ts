import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type Call, type CallEnd, createPhone, type Phone, type PhoneOptions, type Trunk } from '@truyvet/telephony';

/** One thing that a foreign implementation and ours must do together. */
export type PeerCase = {
  readonly peer: 'SIPp' | 'Asterisk' | 'baresip' | 'Kamailio';
  readonly title: string;
  /** Throws when it failed. Phones opened through `bench` are closed afterwards. */
  run(bench: Bench): Promise<void>;
};

/** What a case has at hand. */
export type Bench = {
  openPhone(options?: Partial<PhoneOptions>): Promise<Phone>;
};

/** Why a peer's cases can't run here, or undefined. */
export type Absence = string | undefined;

export const HOST = '127.0.0.1';

export function trunkTo(port: number, more: Partial<Trunk> = {}): Trunk {
  return { name: 'peer', proxy: { host: HOST, port }, callerNumber: '02377300000', ...more };
}

/** Opens phones and closes them all. */
export function newBench(): Bench & { close(): Promise<void> } {
  const phones: Phone[] = [];
  return {
    openPhone: async (options = {}) => {
      const phone = await createPhone({ bind: { host: HOST, port: 0 }, inboundHosts: [HOST], ...options });
      phones.push(phone);
      return phone;
    },
    close: async () => {
      await Promise.all(phones.map((phone) => phone.close()));
    },
  };
}

export const ended = (call: Call): Promise<CallEnd> => new Promise((resolve) => call.on('ended', resolve));
export const answered = (call: Call): Promise<{ codec: string }> => new Promise((resolve) => call.on('answered', resolve));
export const incoming = (phone: Phone): Promise<Call> => new Promise((resolve) => phone.on('call', resolve));
export const pause = (durationMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, durationMs));

/** Resolves once that many keys were heard. */
export function keys(call: Call, count: number): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    call.on('digit', ({ digit }) => {
      heard += digit;
      if (heard.length >= count) resolve(heard);
    });
  });
}

/** A UDP port that is free now; even, as media ports are. */
export async function freePort(): Promise<number> {
  for (;;) {
    const socket = createSocket('udp4');
    socket.bind(0, HOST);
    await once(socket, 'listening');
    const { port } = socket.address();
    socket.close();
    await once(socket, 'close');
    if (port % 2 === 0) return port;
  }
}

/** Sound in which no two packets are alike. */
export function testSound(bytes: number): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, at) => (at * 7 + Math.floor(at / 160) * 31 + (at % 160) * (at >> 10)) & 0xff);
}

/** How many packets' worth of `sound` are in the recording, 0–1. */
export function shareHeard(recording: Uint8Array, sound: Uint8Array): number {
  const all = Math.floor(sound.length / 160);
  let heard = 0;
  for (let frame = 0; frame < all; frame++) {
    if (Buffer.from(recording).includes(Buffer.from(sound.subarray(frame * 160, (frame + 1) * 160)))) heard++;
  }
  return heard / all;
}
