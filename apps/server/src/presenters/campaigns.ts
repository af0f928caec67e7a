import { type Campaign, callPolicy } from '@truyvet/contract';
import type { CampaignRecord } from '../db/campaigns.ts';
import { instantText } from './dateText.ts';

export function presentCampaign(record: CampaignRecord): Campaign {
  return {
    id: record.id,
    version: record.version,
    name: record.name,
    outbreakId: record.outbreakId,
    dialogue: { code: record.dialogueCode, version: record.dialogueVersion },
    policy: callPolicy.parse(record.policy),
    state: record.state,
    createdAt: instantText(record.createdAt),
    createdBy: record.createdBy,
    units: record.units.map(({ id, code, name }) => ({ id, code, name })),
    tasks: {
      total: record.total,
      due: record.due,
      underWay: record.underWay,
      done: record.done,
      givenUp: record.givenUp,
    },
    dispositions: { ...record.dispositions },
  };
}
