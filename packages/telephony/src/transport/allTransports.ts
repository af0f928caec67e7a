import type { Datagrams } from './datagrams.ts';
import { isReliable } from './hop.ts';
import type { Streams } from './streams.ts';

/** UDP and streams behind one face; the hop says which way a message goes. */
export function allTransports(udp: Datagrams, streams: Streams): Datagrams {
  return {
    address: udp.address,
    send: (message, to, onFailure = () => undefined) => {
      if (isReliable(to)) streams.send(message, to, onFailure);
      else udp.send(message, to, onFailure);
    },
    onDatagram: (receive) => {
      udp.onDatagram(receive);
      streams.onMessage(receive);
    },
    onLost: (tell) => streams.onLost(tell),
    reach: (to) => (isReliable(to) ? streams.reach(to) : Promise.resolve(udp.address.port)),
    portTowards: (to) => (isReliable(to) ? streams.portTowards(to) : udp.address.port),
    holds: (to) => streams.holds(to),
    close: async () => {
      await Promise.all([udp.close(), streams.close()]);
    },
  };
}
