import { Problem } from '@truyvet/contract';
import { appendAudit } from '../db/audit.ts';
import { updateCampaignState } from '../db/campaigns.ts';
import type { Db } from '../db/connect.ts';
import type { CampaignState } from '../db/schema.ts';
import { inScope, type Scope } from '../db/scope.ts';
import { lockVersion } from '../db/versions.ts';

/**
 * Pauses, continues or closes a campaign; calls under way end by themselves. Throws `campaign.closed` when it was closed before,
 * `resource.changed` when it is no longer what was seen. The caller has checked that it may.
 */
export async function changeCampaign(
  db: Db,
  request: {
    readonly scope: Scope;
    readonly userId: number;
    readonly campaignId: number;
    readonly state: CampaignState;
    readonly seen: number;
    readonly now: Date;
  },
): Promise<void> {
  const { scope, userId, campaignId, state, seen, now } = request;
  await inScope(db, scope, async (tx) => {
    await lockVersion(tx, 'campaign', campaignId, seen);
    if (!(await updateCampaignState(tx, campaignId, state))) throw new Problem('campaign.closed');
    await appendAudit(tx, { at: now, userId, unitId: null, action: state, subject: 'campaign', subjectId: campaignId });
  });
}
