import { startCampaignBody } from '@truyvet/contract';
import { describe, expect, it } from 'vitest';
import { firstFields, toStartBody } from './startFields.ts';

describe('the start form', () => {
  const fields = { ...firstFields({ unitId: 3, outbreakId: 1 }), name: 'F1 Thiệu Quang' };

  it('as offered is what the server accepts', () => {
    expect(startCampaignBody.parse(toStartBody(fields)).policy.ringTimeoutMs).toBe(35_000);
  });

  it('sends nothing while no unit is chosen', () => {
    expect(toStartBody({ ...fields, unitIds: [] })).toBeNull();
  });
});
