// A process of its own that makes a call and waits to be killed: node --import tsx orphanCaller.ts PORT CALLEE_PORT udp|tcp
import { createPhone } from '../index.ts';

const [port, calleePort, transport] = process.argv.slice(2);
const phone = await createPhone({ bind: { host: '127.0.0.1', port: Number(port) } });
const proxy = { host: '127.0.0.1', port: Number(calleePort) };
const trunk = { name: 'orphan', proxy, callerNumber: '0', transport: transport === 'tcp' ? 'tcp' : 'udp' } as const;
const call = phone.prepare({ trunk, number: '0912345115' });
const tell = (what: string) => process.stdout.write(`${JSON.stringify({ what, identifiers: call.identifiers })}\n`);
call.on('ringing', () => tell('ringing'));
call.on('answered', () => tell('answered'));
call.start();
