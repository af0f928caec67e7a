import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import { maxListBytes } from '@truyvet/contract';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { type Api, route } from './api.ts';
import { auditRoutes } from './audit.ts';
import { boardRoutes } from './board.ts';
import { campaignRoutes } from './campaigns.ts';
import { declarationRoutes, publicDeclarationRoute } from './declarations.ts';
import { diseaseRoutes, followUpRoutes, followUpSettingRoutes } from './followUps.ts';
import { addSecurityHeaders, limitRequests, refuseCrossSite } from './guards.ts';
import { healthRoute } from './health.ts';
import { answerRepeats } from './idempotency.ts';
import { importDraftRoutes } from './importDrafts.ts';
import { importRoutes } from './imports.ts';
import { alertRoutes, errandRoutes } from './inbox.ts';
import { indicatorRoute } from './indicators.ts';
import { adviceRoutes, vaccinationRoutes } from './isolation.ts';
import { orderCancelRoute, orderDocumentRoute, orderRoutes } from './isolationOrders.ts';
import { isolationRuleRoutes } from './isolationRules.ts';
import { tracingRoutes } from './levels/index.ts';
import { logLists } from './logLists.ts';
import { mergeRoutes } from './merges.ts';
import { measureRequests } from './metrics.ts';
import { describeApi } from './openApi.ts';
import { outbreakRoutes, outbreakSettingRoutes } from './outbreaks.ts';
import { personRoutes } from './people.ts';
import { addressRoutes } from './personFacts/addresses.ts';
import { cardRoutes } from './personFacts/cards.ts';
import { factRoutes } from './personFacts/facts.ts';
import { householdRoutes } from './personFacts/households.ts';
import { placeRoutes, publicCheckInRoute } from './places.ts';
import type { ApiPorts } from './ports.ts';
import { privacyRoutes } from './privacy.ts';
import { publicPages } from './publicPages.ts';
import { answerFailures, asProblem, refuse } from './refusals.ts';
import { absenceRoutes, householdReviewRoutes, journeyRoutes } from './registers/entries.ts';
import { registerRoutes } from './registers/registers.ts';
import { noticeRoutes, reportFileRoutes } from './registers/reportFiles.ts';
import { reportRoutes } from './registers/reports.ts';
import { riskAreaRoutes } from './registers/riskAreas.ts';
import { resultRoutes } from './results.ts';
import { serializerCompiler } from './serializer.ts';
import { sessionRoutes, signInRoute } from './session.ts';
import { requireSignIn } from './signIn.ts';
import { refuseUnsoundText } from './soundText.ts';
import { statedIsolationRoute } from './statedIsolations.ts';
import { summaryRoute } from './summary.ts';
import { errandWorkRoutes, escalationSettingRoutes, workloadRoute } from './triage.ts';
import { unitSettingRoutes } from './unitSettings.ts';
import { unitRoutes } from './units.ts';
import { userRoutes } from './users.ts';
import { serveDesk } from './web.ts';
import { webhookRoutes } from './webhooks.ts';
import { workRoutes } from './workList.ts';

/**
 * The HTTP side of the server: the API, the board's stream, the desk's files, health and metrics. Nothing listens before `listen`.
 *
 *     const board = createLiveBoard('trunk');
 *     const api = createApi({ db, clock, log, board, commands, webFolder: 'apps/web/dist' });
 *     await api.listen({ host: '127.0.0.1', port: 8080 });
 */
export function createApi(ports: ApiPorts): FastifyInstance {
  const api = Fastify({
    loggerInstance: ports.log,
    // Our own line below leaves out what the address asks for: names and numbers.
    logController: new LogController({ disableRequestLogging: true }),
    // A proxy on this machine says whom it speaks for: limits then count callers, and posters carry the public address. Nobody else is believed.
    trustProxy: 'loopback',
    bodyLimit: 1024 * 1024,
    requestTimeout: 120_000,
    forceCloseConnections: true,
    genReqId: () => randomUUID(),
    frameworkErrors: (error, _, reply) => void refuse(reply, asProblem(error)),
  }).withTypeProvider<ZodTypeProvider>();
  api.setValidatorCompiler(validatorCompiler);
  api.setSerializerCompiler(serializerCompiler);
  api.decorateRequest('actor', null);
  describeApi(api);
  answerFailures(api);
  refuseUnsoundText(api);
  addSecurityHeaders(api);
  limitRequests(api);
  refuseCrossSite(api);
  logRequests(api);
  measureRequests(api, ports);
  api.register(cookie);
  api.register(multipart, { limits: { fileSize: maxListBytes, files: 1, fields: 4, parts: 5 } });
  api.register(rateLimit, { global: false });
  api.register(async (open: Api) => {
    signInRoute(open, ports);
    healthRoute(open, ports);
    publicDeclarationRoute(open, ports);
    publicCheckInRoute(open, ports);
    publicPages(open, ports);
    open.get(
      '/api/openapi.json',
      route('open', 'server', 'This description of the API (OpenAPI 3.1)', { sends: 'application/json' }),
      async () => api.swagger(),
    );
  });
  api.register(async (signedIn: Api) => {
    requireSignIn(signedIn, ports);
    answerRepeats(signedIn, ports);
    logLists(signedIn, ports);
    sessionRoutes(signedIn, ports);
    unitRoutes(signedIn, ports);
    outbreakRoutes(signedIn, ports);
    outbreakSettingRoutes(signedIn, ports);
    importDraftRoutes(signedIn, ports);
    importRoutes(signedIn, ports);
    campaignRoutes(signedIn, ports);
    boardRoutes(signedIn, ports);
    resultRoutes(signedIn, ports);
    mergeRoutes(signedIn, ports);
    personRoutes(signedIn, ports);
    tracingRoutes(signedIn, ports);
    for (const add of [factRoutes, addressRoutes, householdRoutes, cardRoutes]) add(signedIn, ports);
    alertRoutes(signedIn, ports);
    errandRoutes(signedIn, ports);
    errandWorkRoutes(signedIn, ports);
    workloadRoute(signedIn, ports);
    escalationSettingRoutes(signedIn, ports);
    summaryRoute(signedIn, ports);
    indicatorRoute(signedIn, ports);
    followUpRoutes(signedIn, ports);
    followUpSettingRoutes(signedIn, ports);
    diseaseRoutes(signedIn, ports);
    isolationRuleRoutes(signedIn, ports);
    adviceRoutes(signedIn, ports);
    orderRoutes(signedIn, ports);
    orderCancelRoute(signedIn, ports);
    statedIsolationRoute(signedIn, ports);
    orderDocumentRoute(signedIn, ports);
    vaccinationRoutes(signedIn, ports);
    registerRoutes(signedIn, ports);
    journeyRoutes(signedIn, ports);
    absenceRoutes(signedIn, ports);
    householdReviewRoutes(signedIn, ports);
    riskAreaRoutes(signedIn, ports);
    reportRoutes(signedIn, ports);
    reportFileRoutes(signedIn, ports);
    noticeRoutes(signedIn, ports);
    declarationRoutes(signedIn, ports);
    placeRoutes(signedIn, ports);
    unitSettingRoutes(signedIn, ports);
    userRoutes(signedIn, ports);
    auditRoutes(signedIn, ports);
    webhookRoutes(signedIn, ports);
    privacyRoutes(signedIn, ports);
    workRoutes(signedIn, ports);
  });
  serveDesk(api, ports.webFolder);
  return api as unknown as FastifyInstance;
}

function logRequests(api: Api): void {
  api.addHook('onResponse', async (request, reply) => {
    const { method, actor } = request;
    const fields = {
      method,
      route: request.routeOptions.url,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      user: actor?.userId,
    };
    request.log.info(fields, 'request');
  });
}
