import type { FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { readBoardCounts } from '../db/board.ts';
import { inScope, systemScope } from '../db/scope.ts';
import type { Api } from './api.ts';
import type { ApiPorts } from './ports.ts';
import { refuseUnknown } from './refusals.ts';

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** `GET /metrics` in Prometheus' text format, for this machine only: a proxy in front of the server does not open it. */
export function measureRequests(api: Api, ports: ApiPorts): void {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const duration = new Histogram({
    name: 'truyvet_http_request_seconds',
    help: 'Duration of requests',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [register],
  });
  addCallGauges(register, ports);

  api.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    duration.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
  });
  api.get('/metrics', { config: { permission: 'open' }, schema: { hide: true } }, async (request, reply) => {
    if (!fromThisMachine(request)) return refuseUnknown(request, reply);
    return reply.header('content-type', register.contentType).send(await register.metrics());
  });
}

function fromThisMachine(request: FastifyRequest): boolean {
  return loopback.has(request.ip) && request.headers['x-forwarded-for'] === undefined && request.headers.forwarded === undefined;
}

function addCallGauges(register: Registry, { db, clock, board }: ApiPorts): void {
  const calls = new Gauge({ name: 'truyvet_calls', help: 'Calls under way', registers: [register] });
  const waiting = new Gauge({ name: 'truyvet_people_waiting', help: 'People waiting to be called', registers: [register] });
  const alerts = new Gauge({ name: 'truyvet_open_alerts', help: 'Alerts that nobody has acknowledged', registers: [register] });
  const trunkUp = new Gauge({
    name: 'truyvet_trunk_up',
    help: '1 when the trunk is up',
    registers: [register],
    async collect() {
      const counts = await inScope(db, systemScope, (tx) => readBoardCounts(tx, clock.now()));
      calls.set(counts.underWay);
      waiting.set(counts.waiting);
      alerts.set(counts.openAlerts);
      trunkUp.set(board.trunk().state === 'up' ? 1 : 0);
    },
  });
}
