import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type Call, type CallEnd, createPhone, type Phone, type PhoneOptions, type Trunk } from './index.ts';
import { selfSigned } from './testing/selfSigned.ts';

/** Calls over TCP and TLS between real sockets. */

const phones: Phone[] = [];
const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(phones.splice(0).map((phone) => phone.close()));
  for (const server of servers.splice(0)) server.close();
});

async function openPhone(options: Partial<PhoneOptions> = {}): Promise<Phone> {
  const phone = await createPhone({ bind: { host: '127.0.0.1', port: 0 }, log: () => undefined, ...options });
  phones.push(phone);
  return phone;
}

const trunkAt = (port: number, more: Partial<Trunk> = {}): Trunk => ({
  name: 'test',
  proxy: { host: '127.0.0.1', port },
  callerNumber: '02377300000',
  ...more,
});

const ended = (call: Call) => new Promise<CallEnd>((resolve) => call.on('ended', resolve));
const answered = (call: Call) => new Promise((resolve) => call.on('answered', resolve));
const incoming = (phone: Phone) => new Promise<Call>((resolve) => phone.on('call', resolve));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A call set up over that trunk, hung up by the called side. */
async function callAndBeHungUp(caller: Phone, callee: Phone, trunk: Trunk): Promise<CallEnd> {
  const arriving = incoming(callee);
  const call = caller.prepare({ trunk, number: '0912345115' });
  const end = ended(call);
  call.start();
  const into = await Promise.race([arriving, end]);
  if (!('direction' in into)) return into;
  const picked = Promise.all([answered(call), answered(into)]);
  into.ring();
  into.answer();
  await picked;
  into.hangUp();
  return end;
}

describe('over TCP', () => {
  test('a call stands, and the far end hangs up on the connection it came by', async () => {
    const callee = await openPhone({ tcp: true, inboundHosts: ['127.0.0.1'] });
    const caller = await openPhone();
    const trunk = trunkAt(callee.address.port, { transport: 'tcp' });
    expect(await callAndBeHungUp(caller, callee, trunk)).toEqual({ cause: 'farEndHungUp' });
    expect(await caller.ping(trunk, 1000)).toEqual({ ok: true, sipStatus: 200 });
  });

  test('nobody there is unreachable at once, and says why', async () => {
    const caller = await openPhone();
    const call = caller.prepare({ trunk: trunkAt(await freePort(), { transport: 'tcp' }), number: '1' });
    const end = ended(call);
    call.start();
    expect(await end).toMatchObject({ cause: 'unreachable', fault: 'notConnected' });
    expect(caller.callCount).toBe(0);
  });

  test('a connection that breaks during the INVITE ends the call', async () => {
    const server = createServer((socket) => socket.once('data', () => socket.destroy())).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const caller = await openPhone();
    const call = caller.prepare({ trunk: trunkAt(Number(portOf(server)), { transport: 'tcp' }), number: '1' });
    const end = ended(call);
    call.start();
    expect(await end).toMatchObject({ cause: 'unreachable', fault: 'notConnected' });
  });

  test('strangers are cut off, and a host that may call but speaks no SIP too', async () => {
    const callee = await openPhone({ tcp: true });
    await expectCutOff(await connectTo(callee.address.port));
    expect(callee.counters.connectionsRefused).toBe(1);
    const open = await openPhone({ tcp: true, inboundHosts: ['127.0.0.1'] });
    const socket = await connectTo(open.address.port);
    socket.write('GET / HTTP/1.1\r\n\r\n');
    await expectCutOff(socket);
    expect(open.counters.badStreams).toBe(1);
  });

  test('a keep-alive is answered', async () => {
    const callee = await openPhone({ tcp: true, inboundHosts: ['127.0.0.1'] });
    const socket = await connectTo(callee.address.port);
    socket.write('\r\n\r\n');
    const [pong] = (await once(socket, 'data')) as [Buffer];
    expect(pong.toString()).toBe('\r\n');
    socket.destroy();
  });
});

describe('a request longer than 1300 bytes', () => {
  const displayName = 'Trạm Y tế '.repeat(60);

  test('goes by TCP where that is taken', async () => {
    const callee = await openPhone({ tcp: true, inboundHosts: ['127.0.0.1'] });
    const caller = await openPhone();
    const before = callee.counters.messages;
    expect(await callAndBeHungUp(caller, callee, trunkAt(callee.address.port, { displayName }))).toEqual({
      cause: 'farEndHungUp',
    });
    expect(callee.counters.messages).toBeGreaterThan(before);
  });

  test('goes by UDP all the same where TCP is refused', async () => {
    const callee = await openPhone({ inboundHosts: ['127.0.0.1'] });
    const caller = await openPhone();
    expect(await callAndBeHungUp(caller, callee, trunkAt(callee.address.port, { displayName }))).toEqual({
      cause: 'farEndHungUp',
    });
  });
});

describe('over TLS', () => {
  const pair = selfSigned('trunk.example.vn');

  async function tlsCallee(): Promise<{ callee: Phone; port: number }> {
    const port = await freePort();
    return { callee: await openPhone({ inboundHosts: ['127.0.0.1'], tls: { port, ...pair } }), port };
  }

  test.each([
    ['when its authority is known', { ca: pair.cert, serverName: 'trunk.example.vn' }],
    ['when self-signed ones are allowed', { allowSelfSigned: true }],
  ])('a call stands %s', async (_title, tls) => {
    const { callee, port } = await tlsCallee();
    const caller = await openPhone();
    const trunk = trunkAt(port, { transport: 'tls', tls });
    expect(await callAndBeHungUp(caller, callee, trunk)).toEqual({ cause: 'farEndHungUp' });
  });

  test.each([
    ['signed by nobody we know', {}],
    ['for another name', { ca: pair.cert, serverName: 'other.example.vn' }],
  ])('a certificate %s is refused', async (_title, tls) => {
    const { port } = await tlsCallee();
    const caller = await openPhone();
    const call = caller.prepare({ trunk: trunkAt(port, { transport: 'tls', tls }), number: '1' });
    const end = ended(call);
    call.start();
    expect(await end).toMatchObject({ cause: 'unreachable', fault: 'tlsRefused' });
  });

  test('a far end that speaks no TLS is refused', async () => {
    const callee = await openPhone({ tcp: true, inboundHosts: ['127.0.0.1'] });
    const caller = await openPhone({ connectTimeoutMs: 500 });
    const call = caller.prepare({ trunk: trunkAt(callee.address.port, { transport: 'tls' }), number: '1' });
    const end = ended(call);
    call.start();
    expect(await end).toMatchObject({ cause: 'unreachable', fault: 'tlsRefused' });
  });
});

test('a trunk found by SRV is called at the first server that takes us', async () => {
  const callee = await openPhone({ tcp: true, inboundHosts: ['127.0.0.1'] });
  const dead = await freePort();
  const caller = await openPhone({
    resolver: {
      addresses: () => Promise.resolve(['127.0.0.1']),
      srv: () =>
        Promise.resolve([
          { name: 'a.vn', port: dead, priority: 1, weight: 0 },
          { name: 'b.vn', port: callee.address.port, priority: 2, weight: 0 },
        ]),
    },
  });
  const trunk = { ...trunkAt(0, { transport: 'tcp' }), proxy: { host: 'trunk.vn', port: 0 } };
  expect(await callAndBeHungUp(caller, callee, trunk)).toEqual({ cause: 'farEndHungUp' });
  expect(await caller.ping({ ...trunk, proxy: { host: 'trunk.vn', port: dead } }, 500)).toEqual({ ok: false });
});

test('a name that nobody knows is nameNotFound', async () => {
  const lost = () => Promise.reject(new Error('ENOTFOUND'));
  const caller = await openPhone({ resolver: { addresses: lost, srv: lost } });
  const call = caller.prepare({ trunk: { ...trunkAt(0), proxy: { host: 'nowhere.vn', port: 0 } }, number: '1' });
  const end = ended(call);
  call.start();
  expect(await end).toMatchObject({ cause: 'unreachable', fault: 'nameNotFound' });
});

async function connectTo(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

async function expectCutOff(socket: Socket): Promise<void> {
  let heard = 0;
  socket.on('data', (chunk) => {
    heard += chunk.length;
  });
  await once(socket, 'close');
  expect(heard).toBe(0);
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
