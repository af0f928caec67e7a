import type { Milestone } from '@truyvet/contract';
import type { MilestoneRow, VisitRow } from '../db/levels/milestones.ts';
import { instantOrNull, instantText } from './dateText.ts';
import { unitNameOf } from './inboxItems.ts';

export function presentMilestone(row: MilestoneRow): Milestone {
  const { placeId, placeName, sourceCaseId, caseCode } = row;
  return {
    id: row.id,
    version: row.version,
    outbreakId: row.outbreakId,
    unit: unitNameOf(row),
    place: placeId !== null && placeName !== null ? { id: placeId, name: placeName } : null,
    name: row.name,
    startsAt: instantText(row.startsAt),
    endsAt: instantText(row.endsAt),
    sourceCase: sourceCaseId !== null && caseCode !== null ? { id: sourceCaseId, code: caseCode } : null,
    visits: row.visits,
    exposures: row.exposures,
    createdAt: instantText(row.createdAt),
  };
}

export const presentVisit = ({ personId, fullName, fromAt, untilAt }: VisitRow) => ({
  person: { id: personId, fullName },
  fromAt: instantOrNull(fromAt),
  untilAt: instantOrNull(untilAt),
});
