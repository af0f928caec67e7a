// A process of its own that makes a call and waits to be killed: node --import tsx orphanCaller.ts PORT CALLEE_PORT
import { createPhone } from '../index.ts';

const [port, calleePort] = process.argv.slice(2).map(Number);
const phone = await createPhone({ bind: { host: '127.0.0.1', port: port ?? 0 } });
const trunk = { name: 'orphan', proxy: { host: '127.0.0.1', port: calleePort ?? 0 }, callerNumber: '0' };
const call = phone.prepare({ trunk, number: '0912345115' });
const tell = (what: string) => process.stdout.write(`${JSON.stringify({ what, identifiers: call.identifiers })}\n`);
call.on('identifiers', () => tell('identifiers'));
call.on('answered', () => tell('answered'));
tell('prepared');
call.start();
