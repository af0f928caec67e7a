import { Agent, request } from 'node:http';

export type Answer = { readonly status: number; readonly body: string; readonly cookie: string | undefined; readonly ms: number };

/** Each client asks from several addresses of this machine in turn: a place may ask 1,200 times a minute (routes/guards.ts), and stands for one office. */
const placesOfAClient = 24;

/** One of the benchmark's clients: asks, waits for the answer, asks again, over connections that stay open. */
export class BenchClient {
  readonly #agents: Agent[];
  readonly #port: number;
  #cookie = '';
  #turn = 0;

  constructor(port: number, number: number) {
    this.#port = port;
    this.#agents = Array.from(
      { length: placesOfAClient },
      (_, i) => new Agent({ keepAlive: true, maxSockets: 1, localAddress: `127.0.${10 + number}.${i + 1}` }),
    );
  }

  async signIn(username: string, password: string): Promise<void> {
    const { status, body, cookie } = await this.#send('POST', '/api/session', JSON.stringify({ username, password }));
    if (status !== 200 || !cookie) throw new Error(`sign-in: ${status} ${body}`);
    this.#cookie = cookie;
  }

  /** Milliseconds from sending to the last byte. Throws for anything but 200: a refusal is no answer to time. */
  async get(path: string): Promise<Answer> {
    const answer = await this.#send('GET', path);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.body.slice(0, 300)}`);
    return answer;
  }

  close(): void {
    for (const agent of this.#agents) agent.destroy();
  }

  #send(method: string, path: string, body?: string): Promise<Answer> {
    const agent = this.#agents[this.#turn++ % this.#agents.length];
    const headers = {
      'x-truyvet': '1',
      ...(this.#cookie && { cookie: this.#cookie }),
      ...(body && { 'content-type': 'application/json' }),
    };
    return new Promise((resolve, reject) => {
      const begun = performance.now();
      const sent = request(
        { host: '127.0.0.1', port: this.#port, method, path, headers, ...(agent && { agent }) },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('error', reject);
          response.on('end', () => {
            const cookie = response.headers['set-cookie']?.[0]?.split(';', 1)[0];
            resolve({
              status: response.statusCode ?? 0,
              body: Buffer.concat(parts).toString(),
              cookie,
              ms: performance.now() - begun,
            });
          });
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
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
    while (turn < count && performance.now() < until) times.push((await client.get(path(turn++))).ms);
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
