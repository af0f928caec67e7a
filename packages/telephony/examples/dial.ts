/**
 * Calls one number, plays a tone, tells the keys that are pressed, and hangs up: `node --import tsx dial.ts 127.0.0.1:5080 ivr`.
 * Exit code 0 when somebody answered.
 */
import { createPhone } from '@truyvet/telephony';
import { tone } from './tone.ts';

const [proxy = '127.0.0.1:5080', number = 'ivr', seconds = '5'] = process.argv.slice(2);
const [host = '127.0.0.1', port = '5060'] = proxy.split(':');

const phone = await createPhone({ bind: { host: '127.0.0.1', port: 0 } });
phone.loadClip('tone', tone(500, 1_000));

const trunk = { name: 'example', proxy: { host, port: Number(port) }, callerNumber: '1000' };
const call = phone.prepare({ trunk, number });
let answered = false;
call.on('ringing', ({ sipStatus }) => console.log(`ringing (${sipStatus})`));
call.on('answered', ({ codec }) => {
  answered = true;
  console.log(`answered, ${codec}`);
  call.play(['tone']);
  setTimeout(() => call.hangUp(), Number(seconds) * 1_000);
});
call.on('digit', ({ digit }) => console.log(`key ${digit}`));
const end = await new Promise((resolve) => {
  call.on('ended', resolve);
  call.start();
});
console.log('ended', end);
await phone.close();
process.exit(answered ? 0 : 1);
