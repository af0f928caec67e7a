import {
  campaign,
  campaignChange,
  campaignList,
  campaignPreview,
  campaignPreviewQuery,
  idParams,
  Problem,
  paths,
  startCampaignBody,
} from '@truyvet/contract';
import { changeCampaign } from '../commands/changeCampaign.ts';
import { appendAudit } from '../db/audit.ts';
import { type CampaignRecord, readCampaigns } from '../db/campaigns.ts';
import { inScope } from '../db/scope.ts';
import { type Actor, authorize } from '../policies/can.ts';
import { presentCampaign } from '../presenters/campaigns.ts';
import { type Api, actorOf, route } from './api.ts';
import { seenVersion, sendVersion, withCurrent } from './etags.ts';
import type { ApiPorts } from './ports.ts';

export function campaignRoutes(api: Api, ports: ApiPorts): void {
  const { db, clock, commands, board } = ports;

  api.get(
    paths.campaigns,
    route('campaigns.read', 'campaigns', 'Campaigns that call people of the user’s units', { response: { 200: campaignList } }),
    async (request) => {
      const { scope, userId } = actorOf(request);
      const records = await inScope(db, scope, (tx) => readCampaigns(tx, { userId }));
      return { items: records.map(presentCampaign) };
    },
  );

  const previewSchema = { querystring: campaignPreviewQuery, response: { 200: campaignPreview } };
  api.get(
    paths.campaignPreview,
    route('campaigns.run', 'campaigns', 'Whom a campaign would call', previewSchema),
    async (request) => {
      const actor = actorOf(request);
      authorize(actor, { kind: 'startCampaign', unitIds: request.query.unitIds });
      return await commands.previewCampaign({ scope: actor.scope, now: clock.now(), ...request.query });
    },
  );

  api.post(
    paths.campaigns,
    route('campaigns.run', 'campaigns', 'Starts a campaign', { body: startCampaignBody, response: { 201: campaign } }),
    async (request, reply) => {
      const actor = actorOf(request);
      const { scope, userId } = actor;
      authorize(actor, { kind: 'startCampaign', unitIds: request.body.unitIds });
      const at = clock.now();
      const { campaignId } = await commands.startCampaign({ scope, userId, now: at, ...request.body });
      const entry = { at, userId, unitId: null, action: 'start', subject: 'campaign', subjectId: campaignId };
      await inScope(db, scope, (tx) => appendAudit(tx, { ...entry, details: { unitIds: request.body.unitIds } }));
      commands.campaignsChanged();
      board.changed();
      const record = await campaignOf(ports, actor, campaignId);
      sendVersion(reply, record.version);
      return reply.code(201).send(presentCampaign(record));
    },
  );

  api.get(
    paths.campaign(':id'),
    route('campaigns.read', 'campaigns', 'One campaign', { params: idParams, response: { 200: campaign } }),
    async (request, reply) => {
      const record = await campaignOf(ports, actorOf(request), request.params.id);
      sendVersion(reply, record.version);
      return presentCampaign(record);
    },
  );

  const changeSchema = { versioned: true, params: idParams, body: campaignChange, response: { 200: campaign } };
  api.patch(
    paths.campaign(':id'),
    route('campaigns.run', 'campaigns', 'Pauses, resumes or closes a campaign', changeSchema),
    async (request, reply) => {
      const actor = actorOf(request);
      const { scope, userId } = actor;
      const { id } = request.params;
      const before = await campaignOf(ports, actor, id);
      authorize(actor, { kind: 'changeCampaign', createdBy: before.createdById });
      const { state } = request.body;
      const change = { scope, userId, campaignId: id, state, seen: seenVersion(request), now: clock.now() };
      await withCurrent(
        () => changeCampaign(db, change),
        async () => presentCampaign(await campaignOf(ports, actor, id)),
      );
      commands.campaignsChanged();
      board.changed();
      const record = await campaignOf(ports, actor, id);
      sendVersion(reply, record.version);
      return presentCampaign(record);
    },
  );
}

async function campaignOf({ db }: ApiPorts, { scope, userId }: Actor, id: number): Promise<CampaignRecord> {
  const [record] = await inScope(db, scope, (tx) => readCampaigns(tx, { userId, id }));
  if (!record) throw new Problem('resource.missing');
  return record;
}
