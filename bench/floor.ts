/** `npm run bench:floor`: what the kernel alone takes for a packet of audio, on the core that the engine is measured on. */
import { spawnSync } from 'node:child_process';
import { twoCores } from './machine.ts';
import { buildTool } from './tools.ts';

const PORTS = 500;
const core = twoCores()?.measured ?? 0;
const { stdout, stderr } = spawnSync('taskset', ['-c', `${core}`, buildTool('floor'), `${PORTS}`, '400'], { encoding: 'utf8' });
if (stdout === '') throw new Error(stderr);
const floor = JSON.parse(stdout) as Record<'sendOwnSocketUs' | 'sendSharedSocketUs' | 'receiveUs' | 'lost', number>;
console.log(stdout.trim());
const twoWayCalls = 1e6 / (50 * (floor.sendOwnSocketUs + floor.receiveUs));
console.log(`a core that did nothing else would carry ${Math.floor(twoWayCalls)} two-way calls of 50 packets a second each way`);
