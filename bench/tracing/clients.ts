import { BenchConnection } from './connection.ts';

/** Each client asks from several addresses of this machine in turn: a place may ask 1,200 times a minute (routes/guards.ts), and stands for one office. */
const placesOfAClient = 24;

/** One of the benchmark's clients: asks, waits for the answer, asks again, over connections that stay open. */
export class BenchClient {
  readonly #places: readonly BenchConnection[];
  #cookie = '';
  #turn = 0;

  constructor(port: number, number: number) {
    this.#places = Array.from({ length: placesOfAClient }, (_, i) => new BenchConnection(port, `127.0.${10 + number}.${i + 1}`));
  }

  async signIn(username: string, password: string): Promise<void> {
    const body = JSON.stringify({ username, password });
    const {
      status,
      head,
      body: answer,
    } = await this.#next().send('POST', '/api/session', 'content-type: application/json\r\n', body);
    const cookie = /^set-cookie: ([^;\r\n]+)/im.exec(head)?.[1];
    if (status !== 200 || cookie === undefined) throw new Error(`sign-in: ${status} ${answer()}`);
    this.#cookie = `cookie: ${cookie}\r\n`;
  }

  /** Milliseconds from sending to the last byte. Throws for anything but 200: a refusal is no answer to time. */
  async get(path: string): Promise<number> {
    const begun = performance.now();
    const { status, body } = await this.#next().send('GET', path, this.#cookie);
    const ms = performance.now() - begun;
    if (status !== 200) throw new Error(`${path}: ${status} ${body().slice(0, 300)}`);
    return ms;
  }

  close(): void {
    for (const place of this.#places) place.close();
  }

  #next(): BenchConnection {
    const place = this.#places[this.#turn++ % this.#places.length];
    if (place === undefined) throw new RangeError('a client without places');
    return place;
  }
}

export type Spread = { readonly n: number; readonly p50Ms: number; readonly p95Ms: number; readonly maxMs: number };

/** All clients at once, each asking one path after another, until `count` answers came or `mostMs` are over. */
export async function askAll(
  clients: readonly BenchClient[],
  path: (turn: number) => string,
  count: number,
  mostMs: number,
): Promise<Spread> {
  const times: number[] = [];
  let turn = 0;
  const until = performance.now() + mostMs;
  const ask = async (client: BenchClient) => {
    while (turn < count && performance.now() < until) times.push(await client.get(path(turn++)));
  };
  await Promise.all(clients.map(ask));
  return spreadOf(times);
}

export function spreadOf(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  return { n: sorted.length, p50Ms: round(at(0.5)), p95Ms: round(at(0.95)), maxMs: round(at(1)) };
}

const round = (ms: number) => Math.round(ms * 10) / 10;
