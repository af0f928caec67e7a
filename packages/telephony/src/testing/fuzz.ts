// Random messages at everything that reads messages: node --import tsx fuzz.ts [--minutes N] [--seed N]. See scripts/fuzz.mjs.
import { parseArgs } from 'node:util';
import { readSdp } from '../sdp/session.ts';
import { chooseChallenge } from '../sip/digest.ts';
import { Framer } from '../sip/framing.ts';
import { readMalformed } from '../sip/malformedRequest.ts';
import { headersOf } from '../sip/message.ts';
import { parseNameAddress } from '../sip/nameAddress.ts';
import { parseMessage } from '../sip/parseMessage.ts';
import { q850CauseOf } from '../sip/reason.ts';
import { responseTo } from '../sip/responses.ts';
import { sessionExpiresOf } from '../sip/sessionExpires.ts';
import { parseUri, writeUri } from '../sip/uri.ts';
import { writeMessage } from '../sip/writeMessage.ts';
import { mutate, type Random, randomFrom } from './mutations.ts';
import { scriptedPeer, sdpOf } from './scriptedPeer.ts';
import { tortureMessages, wire } from './tortureMessages.ts';
import { VirtualClock } from './virtualClock.ts';
import { VirtualNetwork } from './virtualNetwork.ts';
import { virtualPhone } from './virtualPhone.ts';

const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } });
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 32));
const endMs = performance.now() + Number(values.minutes ?? 10) * 60_000;
const random = randomFrom(seed);
const messages = tortureMessages.map(wire);
const challenge = Buffer.from('Digest realm="r, s", nonce="n", qop="auth,auth-int", algorithm=SHA-256, opaque="o", stale=TRUE');
console.log(`fuzzing with --seed ${seed}`);

let rounds = 0;
try {
  for (; performance.now() < endMs; rounds++) {
    readEverything(random);
    if (rounds % 50 === 0) await disturbPhone(random);
  }
  console.log(`${rounds} rounds, nothing broke`);
} catch (error) {
  console.error(`round ${rounds} broke; repeat with --seed ${seed}`, error);
  process.exitCode = 1;
}

function pick<T>(list: readonly T[], from: Random): T {
  const one = list[Math.floor(from() * list.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
}

/** What is read once must be read the same once it was written again. */
function readEverything(from: Random): void {
  const bytes = mutate(pick(messages, from), pick(messages, from), from);
  const received = parseMessage(bytes);
  if (!('fault' in received)) {
    const { message } = received;
    const again = parseMessage(writeMessage(message));
    if ('fault' in again) throw new Error(`${again.fault} after rewriting ${JSON.stringify(bytes.toString('latin1'))}`);
    q850CauseOf(message);
    sessionExpiresOf(message);
    for (const value of headersOf(message, 'contact')) parseNameAddress(value);
    const uri = message.kind === 'request' ? parseUri(message.uri) : undefined;
    if (uri !== undefined && parseUri(writeUri(uri)) === undefined) throw new Error(`URI lost: ${JSON.stringify(uri)}`);
  }
  const malformed = readMalformed(bytes);
  if (malformed !== undefined) writeMessage(responseTo(malformed.request, malformed.status, { toTag: 't' }));
  chooseChallenge([mutate(challenge, bytes, from).toString()]);
  readSdp(mutate(Buffer.from(sdpOf()), bytes, from).toString(), 'accepted');
  const framer = new Framer(4096);
  for (let at = 0; at < bytes.length; ) {
    const length = 1 + Math.floor(from() * 400);
    framer.take(bytes.subarray(at, at + length));
    at += length;
  }
}

/** A phone in the middle of a call hears nonsense from its far end; it must neither throw nor keep anything. */
async function disturbPhone(from: Random): Promise<void> {
  const clock = new VirtualClock();
  const network = new VirtualNetwork(clock);
  const warnings: string[] = [];
  const ours = virtualPhone(network, clock, 5060, {
    log: (level, message, fields) => {
      if (level === 'warn') warnings.push(`${message} ${JSON.stringify(fields)}`);
    },
  });
  ours.phone.on('call', (call) => (from() < 0.5 ? call.answer() : call.ring()));
  const peer = scriptedPeer(network, 5070);
  const contact = { name: 'contact', value: '<sip:peer@127.0.0.1:5070>' };
  peer.onRequest = (request) => {
    if (request.method !== 'ACK') peer.respond(request, 200, { toTag: 't', body: sdpOf(), extra: [contact] });
  };
  const call = ours.phone.prepare({
    trunk: { name: 'f', proxy: { host: '127.0.0.1', port: 5070 }, callerNumber: '0' },
    number: '1',
  });
  call.start();
  await clock.pass(50);
  const seen = network.trace.map(({ text }) => Buffer.from(text));
  for (let count = 0; count < 40; count++) {
    peer.sendText(mutate(pick([...seen, ...messages], from), pick(messages, from), from).toString(), {
      host: '127.0.0.1',
      port: 5060,
    });
    await clock.pass(from() * 200);
  }
  call.hangUp();
  await clock.pass(100_000);
  const closed = ours.phone.close();
  await clock.pass(10_000);
  await closed;
  if (warnings.length > 0) throw new Error(warnings.join('\n'));
  if (ours.phone.callCount > 0 || ours.openStreams() > 0) throw new Error('a call or a stream was left behind');
}
