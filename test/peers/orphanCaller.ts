// A process of its own that calls and waits to be killed: node --import tsx orphanCaller.ts PORT PEER_PORT NUMBER TRUNK, the last in JSON
import { createPhone } from '@truyvet/telephony';
import { HOST, trunkTo } from './peerCase.ts';

const [port, peerPort, number = '', more = '{}'] = process.argv.slice(2);
const phone = await createPhone({ bind: { host: HOST, port: Number(port) } });
const call = phone.prepare({ trunk: trunkTo(Number(peerPort), JSON.parse(more)), number });
const tell = (state: string) => process.stdout.write(`${JSON.stringify({ state, identifiers: call.identifiers })}\n`);
call.on('ringing', () => tell('ringing'));
call.on('answered', () => tell('answered'));
call.start();
