import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type Call, type CallEnd, createPhone, type Phone, type PhoneOptions } from './index.ts';
import { sdpOf } from './testing/scriptedPeer.ts';

/** What a stream may do to messages: cut them anywhere, join them, end in their middle, and lie about their length. Real TCP sockets. */

const phones: Phone[] = [];
const sockets: Socket[] = [];
const servers: Server[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(phones.splice(0).map((phone) => phone.close()));
  for (const server of servers.splice(0)) server.close();
});

async function openPhone(options: Partial<PhoneOptions> = {}): Promise<Phone> {
  const more = { tcp: true, inboundHosts: ['127.0.0.1'], log: () => undefined };
  const phone = await createPhone({ bind: { host: '127.0.0.1', port: 0 }, ...more, ...options });
  phones.push(phone);
  return phone;
}

type FarEnd = {
  readonly socket: Socket;
  /** What came, as first words: `SIP/2.0 180`, `BYE sip:…`. */
  heard(): string[];
  text(): string;
};

function listenTo(socket: Socket): FarEnd {
  sockets.push(socket);
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString();
  });
  socket.on('error', () => undefined);
  socket.setNoDelay(true);
  const heard = () => text.match(/^(SIP\/2\.0 \d{3}|[A-Z]+ sip:)/gm)?.map((words) => words.replace(' sip:', '')) ?? [];
  return { socket, heard, text: () => text };
}

async function connectTo(phone: Phone): Promise<FarEnd> {
  const socket = connect(phone.address.port, '127.0.0.1');
  const farEnd = listenTo(socket);
  await once(socket, 'connect');
  return farEnd;
}

function request(method: string, number: number, more: { lines?: string[]; body?: string; sentBy?: number } = {}): string {
  const { lines, body = method === 'INVITE' ? sdpOf() : '', sentBy = 9 } = more;
  return [
    `${method} sip:1022@127.0.0.1 SIP/2.0`,
    `Via: SIP/2.0/TCP 127.0.0.1:${sentBy};branch=z9hG4bK${method}${number}`,
    'From: <sip:peer@x>;tag=p',
    'To: <sip:1022@x>',
    `Call-ID: stream-${number}`,
    `CSeq: 1 ${method}`,
    'Contact: <sip:peer@127.0.0.1:9;transport=tcp>',
    ...(lines ?? [`Content-Length: ${body.length}`]),
    '',
    body,
  ].join('\r\n');
}

/** Within ten seconds: a busy machine takes its time. */
const soon = <T>(look: () => T) => expect.poll(look, { timeout: 10_000 });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const ringing = (phone: Phone) =>
  phone.on('call', (call) => {
    call.ring();
  });
const ended = (call: Call) => new Promise<CallEnd>((resolve) => call.on('ended', resolve));

describe('a call that comes by TCP', () => {
  test('rings also when its INVITE comes byte by byte', async () => {
    const phone = await openPhone();
    ringing(phone);
    const { socket, heard } = await connectTo(phone);
    for (const byte of request('INVITE', 1)) {
      socket.write(byte);
      await new Promise(setImmediate);
    }
    await soon(heard).toEqual(['SIP/2.0 180']);
  });

  test('is one of several messages in one segment, the last of which is whole only in the next', async () => {
    const phone = await openPhone();
    ringing(phone);
    const { socket, heard } = await connectTo(phone);
    const last = request('OPTIONS', 3);
    socket.write(request('INVITE', 1) + request('OPTIONS', 2) + last.slice(0, 60));
    await soon(heard).toEqual(['SIP/2.0 180', 'SIP/2.0 200']);
    socket.write(last.slice(60));
    await soon(heard).toEqual(['SIP/2.0 180', 'SIP/2.0 200', 'SIP/2.0 200']);
  });

  test('does not come to be when its INVITE breaks off with the connection', async () => {
    const phone = await openPhone();
    ringing(phone);
    const { socket } = await connectTo(phone);
    socket.write(request('INVITE', 1).slice(0, -20));
    await pause(50);
    socket.destroy();
    await pause(50);
    expect([phone.callCount, phone.counters.messages]).toEqual([0, 0]);
    const again = await connectTo(phone);
    again.socket.write(request('OPTIONS', 2));
    await soon(again.heard).toEqual(['SIP/2.0 200']);
  });

  test('is answered on a new connection, to where its Via points, when the first one breaks while it rings', async () => {
    const phone = await openPhone();
    const arriving = new Promise<Call>((resolve) => phone.on('call', resolve));
    const taken: FarEnd[] = [];
    const server = createServer((socket) => taken.push(listenTo(socket))).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const { socket } = await connectTo(phone);
    socket.write(request('INVITE', 1, { sentBy: portOf(server) }));
    const call = await arriving;
    socket.destroy();
    await pause(50);
    call.reject(486);
    await soon(() => taken.flatMap((one) => one.heard())).toEqual(['SIP/2.0 486']);
  });
});

describe('a length that', () => {
  test.each([
    ['is missing', ['Subject: x']],
    ['is no number', ['Content-Length: many']],
    ['is negative', ['Content-Length: -999']],
    ['is told twice', ['Content-Length: 0', 'Content-Length: 5']],
    ['is longer than any message may be', ['Content-Length: 99999999']],
  ])('%s ends the connection: there is no telling where the next message starts', async (_title, lines) => {
    const phone = await openPhone();
    const { socket, heard } = await connectTo(phone);
    const closed = once(socket, 'close');
    socket.write(request('OPTIONS', 1, { lines }) + request('OPTIONS', 2));
    await closed;
    expect([heard(), phone.counters.badStreams]).toEqual([[], 1]);
  });

  test('is longer than what comes makes the message wait for the rest', async () => {
    const phone = await openPhone();
    const { socket, heard } = await connectTo(phone);
    socket.write(request('OPTIONS', 1, { lines: ['Content-Length: 10'] }));
    await pause(100);
    expect(heard()).toEqual([]);
    socket.write('0123456789');
    await soon(heard).toEqual(['SIP/2.0 200']);
  });

  test('can be read is enough for a malformed request to be refused, and the connection stays', async () => {
    const phone = await openPhone();
    const { socket, heard } = await connectTo(phone);
    socket.write(request('OPTIONS', 1).replace('SIP/2.0', 'SIP/7.0') + request('INVITE', 2).replace('1 INVITE', '1 BYE'));
    socket.write(request('ACK', 3).replace('1 ACK', 'x ACK') + request('OPTIONS', 4));
    await soon(heard).toEqual(['SIP/2.0 505', 'SIP/2.0 400', 'SIP/2.0 200']);
  });
});

describe('a call of ours over TCP', () => {
  /** A far end that answers an INVITE through `write`, and nothing on later connections. */
  async function dialled(
    write: (socket: Socket, responses: string) => Promise<void>,
  ): Promise<{ call: Call; farEnd: () => FarEnd }> {
    let farEnd: FarEnd | undefined;
    const server = createServer((socket) => {
      const one = listenTo(socket);
      if (farEnd === undefined) socket.once('data', () => void write(socket, responsesTo(one.text())));
      farEnd = one;
    }).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const phone = await openPhone({ tcp: false });
    const proxy = { host: '127.0.0.1', port: portOf(server) };
    const call = phone.prepare({ trunk: { name: 't', proxy, callerNumber: '0', transport: 'tcp' }, number: '1' });
    return {
      call,
      farEnd: () => {
        if (farEnd === undefined) throw new Error('nobody connected');
        return farEnd;
      },
    };
  }

  test('hears 100, 180 and 200 in one segment', async () => {
    const { call, farEnd } = await dialled(async (socket, responses) => void socket.write(responses));
    const told: string[] = [];
    call.on('ringing', () => told.push('ringing'));
    call.on('answered', () => told.push('answered'));
    call.start();
    await soon(() => told).toEqual(['ringing', 'answered']);
    await soon(() => farEnd().heard()).toEqual(['INVITE', 'ACK']);
  });

  test('hears them byte by byte', async () => {
    const { call, farEnd } = await dialled(async (socket, responses) => {
      for (const byte of responses) {
        socket.write(byte);
        await new Promise(setImmediate);
      }
    });
    const picked = new Promise((resolve) => call.on('answered', resolve));
    call.start();
    await picked;
    await soon(() => farEnd().heard()).toEqual(['INVITE', 'ACK']);
  });

  test('ends when the connection breaks in the middle of the first response', async () => {
    const { call } = await dialled(async (socket, responses) => {
      socket.write(responses.slice(0, 40));
      await pause(50);
      socket.destroy();
    });
    const end = ended(call);
    call.start();
    expect(await end).toMatchObject({ cause: 'unreachable', fault: 'notConnected' });
  });

  test('once answered outlives its connection: the hang-up takes a new one', async () => {
    const { call, farEnd } = await dialled(async (socket, responses) => void socket.write(responses));
    const picked = new Promise((resolve) => call.on('answered', resolve));
    const end = ended(call);
    call.start();
    await picked;
    const first = farEnd();
    await soon(() => first.heard()).toEqual(['INVITE', 'ACK']);
    first.socket.destroy();
    await pause(50);
    call.hangUp();
    await soon(() => farEnd() !== first && farEnd().heard()).toEqual(['BYE']);
    farEnd().socket.write(response(200, farEnd().text(), 'BYE'));
    expect(await end).toEqual({ cause: 'hungUp' });
  });
});

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const headerIn = (text: string, name: string) => new RegExp(`^${name}: (.*)\r$`, 'm').exec(text)?.[1] ?? '';

function response(status: number, to: string, method: string, body = ''): string {
  const keep = ['Via', 'From', 'Call-ID'].map((name) => `${name}: ${headerIn(to, name)}`);
  const toTag = status === 100 || /tag=/.test(headerIn(to, 'To')) ? '' : ';tag=far';
  return [
    `SIP/2.0 ${status} x`,
    ...keep,
    `To: ${headerIn(to, 'To')}${toTag}`,
    `CSeq: ${Number.parseInt(headerIn(to, 'CSeq'), 10)} ${method}`,
    'Contact: <sip:far@127.0.0.1:9;transport=tcp>',
    ...(body === '' ? [] : ['Content-Type: application/sdp']),
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}

const responsesTo = (invite: string) =>
  response(100, invite, 'INVITE') + response(180, invite, 'INVITE') + response(200, invite, 'INVITE', sdpOf());
