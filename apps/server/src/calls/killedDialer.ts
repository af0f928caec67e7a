/** For tests: a dialer in a process of its own, to be killed. Arguments: database URL, SIP port, street port, campaign, engine. Writes its events to stdout. */
import { writeSync } from 'node:fs';
import { createPhone } from '@truyvet/telephony';
import { systemClock } from '../clock.ts';
import { connect } from '../db/connect.ts';
import { testKeyRing } from '../db/secrets/testKeys.ts';
import { createDialer } from './dialer.ts';
import { shortVoice } from './testKit.ts';

const [url = '', sipPort = '', streetPort = '', campaignId = '', engineId = ''] = process.argv.slice(2);
const phone = await createPhone({ bind: { host: '127.0.0.1', port: Number(sipPort) }, rtpPorts: { from: 40000, to: 41998 } });
const dialer = createDialer({
  db: connect(url, { keys: testKeyRing }),
  phone,
  voice: shortVoice,
  clock: systemClock,
  trunk: { name: 'test', proxy: { host: '127.0.0.1', port: Number(streetPort) }, callerNumber: '02373000000' },
  engineId,
  log: () => undefined,
  onEvent: (event) => writeSync(1, `${JSON.stringify(event)}\n`),
});
await dialer.run(Number(campaignId), new AbortController().signal);
