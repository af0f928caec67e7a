import {
  clusterList,
  clusterQuery,
  diseaseList,
  followUpDetail,
  followUpItem,
  followUpPage,
  followUpQuery,
  followUpSettings,
  followUpVisit,
  idParams,
  Problem,
  paths,
} from '@truyvet/contract';
import { diseaseProfile, diseaseProfiles, findClusters } from '@truyvet/outbreak';
import { z } from 'zod';
import { recordVisit } from '../commands/followUp/recordVisit.ts';
import { readVersionedFollowUpSettings, setFollowUpSettings } from '../commands/followUp/settings.ts';
import { appendAudit } from '../db/audit.ts';
import { readCasesByPlace } from '../db/clusters.ts';
import { type FollowUpOnDay, readDiary, readFollowUps } from '../db/followUp/followUps.ts';
import { outbreakOf, readDisease } from '../db/outbreaks.ts';
import { inScope } from '../db/scope.ts';
import { localDate } from '../localTime.ts';
import { decodeCursor, pageOfRows } from '../presenters/cursor.ts';
import { presentFollowUp, presentFollowUpDetail } from '../presenters/followUps.ts';
import { unitNameOf } from '../presenters/inboxItems.ts';
import { type Api, actorOf, route } from './api.ts';
import type { ApiPorts } from './ports.ts';
import { changeWholeSystem, showSetting } from './systemSettings.ts';

const position = z.object({ id: z.number().int() });
const tag = 'follow-up';

export function followUpRoutes(api: Api, { db, clock }: ApiPorts): void {
  api.get(
    paths.followUps,
    route('people.read', tag, 'Who is due on a day, and what became of it', {
      querystring: followUpQuery,
      response: { 200: followUpPage },
    }),
    async (request) => {
      const { scope } = actorOf(request);
      const { unitId, outbreakId, status, cursor, limit } = request.query;
      const now = clock.now();
      const date = request.query.date ?? localDate(now);
      const after = decodeCursor(cursor, position)?.id;
      return await inScope(db, scope, async (tx) => {
        const records = await readFollowUps(tx, { unitId, outbreakId, status }, date, { after, limit: limit + 1 });
        return pageOfRows(
          records,
          limit,
          (record: FollowUpOnDay) => presentFollowUp(record, date),
          ({ id }) => ({ id }),
        );
      });
    },
  );

  api.get(
    paths.followUp(':id'),
    route('health.read', tag, 'One follow-up with its days and symptoms', {
      params: idParams,
      response: { 200: followUpDetail },
    }),
    async (request) => {
      const { scope, userId } = actorOf(request);
      const now = clock.now();
      const { id } = request.params;
      return await inScope(db, scope, async (tx) => {
        const [record] = await readFollowUps(tx, { id }, localDate(now), { limit: 1 });
        if (!record) throw new Problem('resource.missing');
        const { unitId, personId } = record;
        const about = { unitId, action: 'read', subject: 'followUp', subjectId: id, details: { personId } };
        await appendAudit(tx, { at: now, userId, ...about });
        return presentFollowUpDetail(record, await readDiary(tx, id), localDate(now));
      });
    },
  );

  api.post(
    paths.followUpDays(':id'),
    route('followUp.write', tag, 'An officer saw or spoke to the person', {
      params: idParams,
      body: followUpVisit,
      response: { 200: followUpItem },
    }),
    async (request) => {
      const { scope, userId } = actorOf(request);
      const now = clock.now();
      const visit = request.body;
      const record = await recordVisit(db, { scope, userId, followUpId: request.params.id, visit, now });
      return presentFollowUp(record, visit.dayOn ?? localDate(now));
    },
  );
}

export function followUpSettingRoutes(api: Api, ports: ApiPorts): void {
  const { db } = ports;
  api.get(
    paths.followUpSettings,
    route('people.read', tag, 'When somebody is lost, and when a day is closed', { response: { 200: followUpSettings } }),
    async (request, reply) => await showSetting(request, reply, ports, readVersionedFollowUpSettings),
  );

  const schema = { versioned: true, body: followUpSettings, response: { 200: followUpSettings } };
  api.put(
    paths.followUpSettings,
    route('settings.write', tag, 'Sets when somebody is lost, and when a day is closed', schema),
    async (request, reply) =>
      await changeWholeSystem(request, reply, ports, {
        set: (by) => setFollowUpSettings(db, request.body, by),
        read: readVersionedFollowUpSettings,
      }),
  );
}

export function diseaseRoutes(api: Api, { db, clock }: ApiPorts): void {
  const items = diseaseProfiles.map(({ clusters: _, serialIntervalMaxDays: __, ...profile }) => ({
    ...profile,
    symptoms: [...profile.symptoms],
    severeSigns: [...profile.severeSigns],
    sources: [...profile.sources],
  }));
  api.get(
    paths.diseases,
    route('signedIn', tag, 'What is known of each disease, with sources', { response: { 200: diseaseList } }),
    async () => ({ items }),
  );

  api.get(
    paths.clusters,
    route('reports.read', tag, 'Cases of one place and time, for diseases without levels', {
      querystring: clusterQuery,
      response: { 200: clusterList },
    }),
    async (request) => {
      const { unitId, outbreakId, by, active } = request.query;
      return await inScope(db, actorOf(request).scope, async (tx) => {
        const outbreak = await outbreakOf(tx, outbreakId);
        const rule = diseaseProfile((await readDisease(tx, outbreak.id)) ?? '')?.clusters;
        if (!rule) throw new Problem('disease.noClusters');
        const { cases, places, unplaced } = await readCasesByPlace(tx, { outbreakId: outbreak.id, unitId, by });
        const found = findClusters(cases, rule, localDate(clock.now())).filter(
          (cluster) => active === undefined || cluster.active === active,
        );
        const clusters = found.flatMap(({ place: key, caseIds, ...cluster }) => {
          const place = places.get(key);
          if (!place) return [];
          return [{ unit: unitNameOf(place), hamlet: place.hamlet, cases: caseIds.length, caseIds: [...caseIds], ...cluster }];
        });
        return { rule: { ...rule }, items: clusters, unplaced };
      });
    },
  );
}
