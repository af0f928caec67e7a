import { expect, test } from 'vitest';
import { scriptedPeer } from '../testing/scriptedPeer.ts';
import { type TortureMessage, tortureMessages, wire } from '../testing/tortureMessages.ts';
import { VirtualClock } from '../testing/virtualClock.ts';
import { VirtualNetwork } from '../testing/virtualNetwork.ts';
import { virtualPhone } from '../testing/virtualPhone.ts';
import { parseMessage } from './parseMessage.ts';
import { writeMessage } from './writeMessage.ts';

test('all messages of RFC 4475 are here', () => {
  expect(new Set(tortureMessages.map(({ name }) => name)).size).toBe(49);
});

test.each(tortureMessages)('$name of RFC 4475 is $read', (message) => {
  const received = parseMessage(wire(message));
  expect('fault' in received ? received.fault : 'read').toBe(message.read);
});

/** Status codes that a phone sends back to that message; `inboundHosts`: who may call it. */
async function answersTo(message: TortureMessage, inboundHosts: readonly string[]): Promise<number[]> {
  const clock = new VirtualClock();
  const network = new VirtualNetwork(clock);
  const { phone } = virtualPhone(network, clock, 5060, { inboundHosts });
  phone.on('call', (call) => call.ring());
  const peer = scriptedPeer(network, 5070);
  // Answers go to the port that the sender came from, wherever its Via points.
  const text = wire(message)
    .toString('latin1')
    .replace(/(\/(?:UDP|TCP)\s+)[\w.-]+(:\d+)?/, '$1127.0.0.1:5070');
  peer.send(Buffer.from(text, 'latin1'), { host: '127.0.0.1', port: 5060 });
  await clock.pass(100);
  const sent = network.trace.filter(({ from }) => from === 5060);
  return sent.map(({ text: answer }) => Number(/^SIP\/2\.0 (\d{3}) /.exec(answer)?.[1]));
}

test.each(tortureMessages)('$name of RFC 4475 is answered with $reply', async (message) => {
  expect((await answersTo(message, ['127.0.0.1'])).at(-1) ?? null).toBe(message.reply);
});

test.each(tortureMessages)('$name of RFC 4475 from a stranger is not answered', async (message) => {
  expect(await answersTo(message, [])).toEqual([]);
});

test.each(tortureMessages.filter(({ read }) => read === 'read'))(
  '$name of RFC 4475 is the same after it was written again',
  (message) => {
    const once = parseMessage(wire(message));
    if ('fault' in once) throw new Error('unreachable');
    const again = parseMessage(writeMessage(once.message));
    if ('fault' in again) throw new Error(again.fault);
    const bare = ({ headers, ...rest }: typeof once.message) => ({
      ...rest,
      headers: headers.filter(({ name }) => name !== 'content-length'),
    });
    expect(bare(again.message)).toEqual(bare(once.message));
  },
);
