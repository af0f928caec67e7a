import { randomUUID } from 'node:crypto';
import { fieldLabels, invalidOf, newDeclaration, Problem, paths, posterCode, problemText } from '@truyvet/contract';
import { formerSymptomCodes, symptomCodes } from '@truyvet/outbreak';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { recordCheckIn } from '../commands/places/recordCheckIn.ts';
import { hotlineOf, settingsOf } from '../commands/registers/settings.ts';
import { readCommuneChoices, readPlaceByPoster } from '../db/declarations/places.ts';
import { readOutbreaks } from '../db/outbreaks.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { unitIdAt } from '../db/units.ts';
import { localDate } from '../localTime.ts';
import { checkedInPage, checkInPage, unknownPosterPage } from '../presenters/pages/checkInPage.ts';
import { declaredPage, declarePage, type TypedForm } from '../presenters/pages/declarePage.ts';
import { type Api, route } from './api.ts';
import { takeDeclaration } from './declarations.ts';
import type { ApiPorts } from './ports.ts';
import { publicLimit } from './publicLimit.ts';

/** Longest form: every field at its longest, percent-encoded. */
const longestForm = 64 * 1024;
const tag = 'declarations';

/**
 * Pages for a citizen with a telephone: `/khai-bao` and, behind a poster's QR code, `/q/:code`. Plain forms without a script. They
 * change nothing on anybody's behalf (there is no session), so that another site gains nothing by sending one.
 */
export function publicPages(api: Api, ports: ApiPorts): void {
  const onRequest = publicLimit(api);
  api.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: longestForm },
    (_, body, done) => {
      done(null, typedForm(String(body)));
    },
  );
  declarePages(api, ports, onRequest);
  checkInPages(api, ports, onRequest);
}

function declarePages(api: Api, ports: ApiPorts, onRequest: ReturnType<typeof publicLimit>): void {
  const show = async (reply: FastifyReply, typed: TypedForm, mistake: string | null) => {
    const day = localDate(ports.clock.now());
    const { communes, hotline, disease } = await inScope(ports.db, systemScope, async (tx) => {
      const asked = typed.get('unitCode')?.[0];
      const unitId = asked === undefined ? undefined : await unitIdAt(tx, asked, day);
      const settings = unitId === undefined ? {} : await settingsOf(tx, unitId);
      // A server without an outbreak shows its form all the same.
      const meant = (await readOutbreaks(tx)).find(({ isDefault }) => isDefault);
      const disease = meant?.disease ?? 'covid-19';
      return { communes: await readCommuneChoices(tx, day), hotline: hotlineOf(settings, ports.spoken), disease };
    });
    const key = typed.get('submissionKey')?.[0] ?? randomUUID();
    return html(reply.code(mistake === null ? 200 : 422), declarePage({ communes, hotline, disease, key, typed, mistake }));
  };

  /** `?xa=15775` chooses the commune, for links and leaflets. */
  const query = z.object({ xa: z.string().max(20).optional() });
  const page = route('open', tag, 'The declaration form as a page', { sends: 'text/html', querystring: query });
  api.get(paths.declarePage, page, async (request, reply) => {
    const { xa } = request.query;
    return await show(reply, new Map(xa === undefined ? [] : [['unitCode', [xa]]]), null);
  });

  const sent = { ...route('open', tag, 'Takes the declaration form', { sends: 'text/html' }), onRequest };
  api.post(paths.declarePage, sent, async (request, reply) => {
    const typed = formOf(request.body);
    if (isTrapped(typed)) return html(reply.code(422), '');
    const parsed = newDeclaration.safeParse(bodyOf(typed));
    if (!parsed.success) return await show(reply, typed, mistakeOf(parsed.error));
    try {
      return html(reply.code(201), declaredPage(await takeDeclaration(ports, parsed.data)));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return await show(reply, typed, problemText(error.code, error.details, 'vi'));
    }
  });
}

function checkInPages(api: Api, { db, clock }: ApiPorts, onRequest: ReturnType<typeof publicLimit>): void {
  const params = z.object({ code: z.string().max(40) });
  const show = async (reply: FastifyReply, code: string, typed: TypedForm, mistake: string | null) => {
    const known = posterCode.safeParse(code).success;
    const place = known ? await inScope(db, systemScope, (tx) => readPlaceByPoster(tx, code)) : undefined;
    if (!place) return html(reply.code(404), unknownPosterPage(problemText('poster.unknown', {}, 'vi')));
    return html(reply.code(mistake === null ? 200 : 422), checkInPage({ code, place: place.name, typed, mistake }));
  };

  const page = route('open', 'places', 'The check-in form behind a poster', { sends: 'text/html', params });
  api.get(paths.checkInPage(':code'), page, async (request, reply) => show(reply, request.params.code, new Map(), null));

  const sent = { ...route('open', 'places', 'Takes the check-in form', { sends: 'text/html', params }), onRequest };
  api.post(paths.checkInPage(':code'), sent, async (request, reply) => {
    const { code } = request.params;
    const typed = formOf(request.body);
    if (isTrapped(typed)) return html(reply.code(422), '');
    const fullName = typed.get('fullName')?.[0]?.trim() ?? '';
    const phone = typed.get('phone')?.[0]?.trim() || null;
    try {
      const done = await recordCheckIn(db, { posterCode: code, fullName, phone, stayMinutes: null, now: clock.now() });
      return html(reply.code(201), checkedInPage(done.place, done.cameAt));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return await show(reply, code, typed, problemText(error.code, error.details, 'vi'));
    }
  });
}

const html = (reply: FastifyReply, page: string) =>
  reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page);

function typedForm(body: string): TypedForm {
  const typed = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(body)) typed.set(name, [...(typed.get(name) ?? []), value]);
  return typed;
}

const formOf = (body: unknown): TypedForm => (body instanceof Map ? (body as TypedForm) : new Map());

/** People do not see this field; programs fill it in. */
const isTrapped = (typed: TypedForm): boolean => (typed.get('website')?.[0] ?? '') !== '';

const listed: readonly string[] = [...symptomCodes, ...Object.keys(formerSymptomCodes)];

/** The form as the API's body: empty fields are not there. */
function bodyOf(typed: TypedForm): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [name, values] of typed) {
    const value = values[0]?.trim() ?? '';
    if (name === 'symptoms') body[name] = values.filter((code) => listed.includes(code));
    else if (value !== '') body[name] = name === 'birthYear' ? Number(value) : value;
  }
  return body;
}

/** "Xin kiểm tra lại: năm sinh phải từ 1900 trở lên." */
function mistakeOf(error: z.ZodError): string {
  const told = invalidOf(error).errors.map(({ field, message }) => `${fieldLabels[field]?.vi ?? 'một ô'} ${message.vi}`);
  return `Xin kiểm tra lại: ${[...new Set(told)].join('; ')}.`;
}
