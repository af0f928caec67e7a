import { Problem } from '@truyvet/contract';
import { type CardReading, readCardQr } from '@truyvet/outbreak';
import { appendAudit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { type Bearer, findBearers } from '../../db/personFacts/bearers.ts';
import { inScope } from '../../db/scope.ts';
import { localDate } from '../../localTime.ts';
import type { Behalf } from './households.ts';

const whyWords = {
  empty: { vi: 'mã trống', en: 'it is empty' },
  tooLong: { vi: 'nội dung quá dài', en: 'it is too long' },
  notACard: { vi: 'nội dung khác với mã in trên thẻ', en: 'it is not what such cards carry' },
} as const;

export type ReadCard = Extract<CardReading, { readonly kind: 'cccd' | 'bhyt' }> & { readonly matches: readonly Bearer[] };

/** What a card's QR code says, and who within the scope bears its numbers. Whoever was found was looked at: that is kept. */
export async function readCard(db: Db, { scope, userId, now }: Behalf, text: string): Promise<ReadCard> {
  const reading = readCardQr(text, localDate(now));
  if (reading.kind === 'unreadable') throw new Problem('card.unreadable', { detail: whyWords[reading.why] });
  return await inScope(db, scope, async (tx) => {
    const matches = await findBearers(tx, reading.fields);
    for (const { id, unitId } of matches) {
      const details = { by: 'card' };
      await appendAudit(tx, { at: now, userId, unitId, action: 'read', subject: 'person', subjectId: id, details });
    }
    return { ...reading, matches };
  });
}
