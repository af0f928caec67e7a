import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Resolver, SrvRecord } from '../api.ts';
import { inOrder, locateHops } from './locateHops.ts';

const record = (name: string, priority: number, weight: number): SrvRecord => ({ name, port: 5070, priority, weight });

const resolver: Resolver = {
  addresses: (host) => {
    const known: Record<string, string[]> = { 'a.vn': ['10.0.0.1'], 'b.vn': ['10.0.0.2', '10.0.0.3'], 'trunk.vn': ['10.0.0.9'] };
    const addresses = known[host];
    return addresses === undefined ? Promise.reject(new Error('ENOTFOUND')) : Promise.resolve(addresses);
  },
  srv: (name) =>
    name === '_sip._udp.trunk.vn'
      ? Promise.resolve([record('b.vn', 20, 0), record('gone.vn', 15, 0), record('a.vn', 10, 5)])
      : Promise.reject(new Error('ENODATA')),
};
const locate = (host: string, port: number, protocol: 'udp' | 'tcp' | 'tls' = 'udp') =>
  locateHops({ host, port, protocol }, resolver, () => 0);

test('a numeric address is taken as it is, a name with a port is only looked up', async () => {
  expect(await locate('10.1.1.1', 0)).toEqual([{ host: '10.1.1.1', port: 5060 }]);
  expect(await locate('10.1.1.1', 0, 'tls')).toEqual([{ host: '10.1.1.1', port: 5061, protocol: 'tls' }]);
  expect(await locate('b.vn', 5080)).toEqual([
    { host: '10.0.0.2', port: 5080 },
    { host: '10.0.0.3', port: 5080 },
  ]);
});

test('a name without a port is found by SRV, best priority first; servers that do not exist are passed over', async () => {
  expect(await locate('trunk.vn', 0)).toEqual([
    { host: '10.0.0.1', port: 5070 },
    { host: '10.0.0.2', port: 5070 },
    { host: '10.0.0.3', port: 5070 },
  ]);
});

test('without SRV its address on the default port will do; without any it is nameNotFound', async () => {
  expect(await locate('trunk.vn', 0, 'tcp')).toEqual([{ host: '10.0.0.9', port: 5060, protocol: 'tcp' }]);
  await expect(locate('nowhere.vn', 0)).rejects.toMatchObject({ code: 'nameNotFound' });
});

test('within one priority load is spread by weight', () => {
  const records = [record('light', 1, 1), record('heavy', 1, 99)];
  let seed = 0;
  const random = () => (seed = (seed + 0.618_033_988_7) % 1);
  const first = Array.from({ length: 1000 }, () => inOrder(records, random)[0]?.name);
  expect(first.filter((name) => name === 'heavy').length).toBeGreaterThan(950);
  expect(first).toContain('light');
});

test('no record is lost or doubled, and priorities never mix', () => {
  const any = fc.record({ name: fc.string(), port: fc.nat(), priority: fc.nat(5), weight: fc.nat(100) });
  fc.assert(
    fc.property(fc.array(any), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (records, at) => {
      const ordered = inOrder(records, () => at);
      expect(new Set(ordered)).toEqual(new Set(records));
      expect(ordered.map(({ priority }) => priority)).toEqual(records.map(({ priority }) => priority).sort((a, b) => a - b));
    }),
  );
});
