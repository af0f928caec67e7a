import type { CaseView, ExposureView, SampleView } from '@truyvet/contract';
import type { CaseRow } from '../db/levels/caseRows.ts';
import type { ExposureRow } from '../db/levels/exposures.ts';
import type { SampleRecord } from '../db/levels/samples.ts';
import { instantOrNull, instantText } from './dateText.ts';
import { unitNameOf } from './inboxItems.ts';

export function presentCase(row: CaseRow): CaseView {
  const { personId, fullName, unitId, unitCode, unitName } = row;
  return {
    id: row.id,
    version: row.version,
    outbreakId: row.outbreakId,
    code: row.code,
    status: row.status,
    person: personId !== null && fullName !== null ? { id: personId, fullName } : null,
    unit: unitId !== null && unitCode !== null && unitName !== null ? unitNameOf({ unitId, unitCode, unitName }) : null,
    onsetOn: row.onsetOn,
    firstPositiveOn: row.firstPositiveOn,
    isolatedOn: row.isolatedOn,
    confirmedAt: instantOrNull(row.confirmedAt),
    outcome: row.outcome,
    basis: row.basis,
  };
}

export function presentSample(record: SampleRecord): SampleView {
  const { unitId: _, correctedAt, createdAt, ...sample } = record;
  return { ...sample, correctedAt: instantOrNull(correctedAt), createdAt: instantText(createdAt) };
}

export function presentExposureRow(row: ExposureRow): ExposureView {
  return {
    id: row.id,
    version: row.version,
    outbreakId: row.outbreakId,
    unit: unitNameOf(row),
    target: { id: row.targetId, fullName: row.targetName },
    sourcePerson:
      row.sourcePersonId !== null && row.sourcePersonName !== null
        ? { id: row.sourcePersonId, fullName: row.sourcePersonName }
        : null,
    sourceCase:
      row.sourceCaseId !== null && row.sourceCaseCode !== null ? { id: row.sourceCaseId, code: row.sourceCaseCode } : null,
    sourceText: row.sourceText,
    statedLevel: row.statedLevel,
    firstContactOn: row.firstContactOn,
    lastContactOn: row.lastContactOn,
    setting: row.setting,
    closeness: row.closeness,
    certainty: row.certainty,
    learntFrom: row.learntFrom,
    milestoneId: row.milestoneId,
    overlapMinutes: row.overlapMinutes,
    negatedAt: instantOrNull(row.negatedAt),
    negatedBecause: row.negatedBecause,
    createdAt: instantText(row.createdAt),
  };
}
