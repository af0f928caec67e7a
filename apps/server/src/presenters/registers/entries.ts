import type { Absence, DeclarationView, HouseholdReview, Journey, Place, RegisterChange } from '@truyvet/contract';
import { type EvidenceCode, evidenceText, type Measure, maskPhone, measures } from '@truyvet/outbreak';
import type { DeclarationRecord } from '../../db/declarations/declarations.ts';
import type { PlaceRecord } from '../../db/declarations/places.ts';
import type { AwayRecord } from '../../db/registers/away.ts';
import type { ChangeRecord } from '../../db/registers/changes.ts';
import type { AbsenceRow, JourneyRow, ReviewRow, RiskAreaRecord } from '../../db/registers/entries.ts';
import type { HouseholdRecord } from '../../db/registers/households.ts';
import type { LevelRecord } from '../../db/registers/levels.ts';
import type { UnitPart } from '../../db/registers/parts.ts';
import type { ReturneeRecord } from '../../db/registers/returnees.ts';
import { instantOrNull, instantText } from '../dateText.ts';
import { personNameOf } from '../inboxItems.ts';

type Isolation = { measure: Measure; startOn: string; endOn: string };

export const presentLevelEntry = ({ person, knownSince, isolation, ...record }: LevelRecord) => ({
  ...record,
  person: personNameOf(person),
  isolation: isolationOf(isolation),
  knownSince: instantOrNull(knownSince),
});

function isolationOf(isolation: LevelRecord['isolation']): Isolation | null {
  const measure = measures.find((one) => one === isolation?.measure);
  return isolation && measure ? { ...isolation, measure } : null;
}

export const presentReturnee = ({ person, fromUnit, fromText, createdAt, closedAt, ...record }: ReturneeRecord) => ({
  ...record,
  person: personNameOf(person),
  from: { unit: fromUnit, text: fromText },
  createdAt: instantText(createdAt),
  closedAt: instantOrNull(closedAt),
});

export const presentAway = ({ person, placeUnit, placeText, createdAt, closedAt, ...record }: AwayRecord) => ({
  ...record,
  person: personNameOf(person),
  place: { unit: placeUnit, text: placeText },
  createdAt: instantText(createdAt),
  closedAt: instantOrNull(closedAt),
});

export const presentHousehold = ({ household, unit, lastReview }: HouseholdRecord) => ({ household, unit, lastReview });

export const presentChange = ({ at, fields, ...record }: ChangeRecord): RegisterChange => ({
  ...record,
  at: instantText(at),
  fields: [...fields],
});

export const presentJourney = (row: JourneyRow, unit: UnitPart): Journey => ({
  id: row.id,
  version: row.version,
  personId: row.person_id,
  unit,
  fromUnitId: row.from_unit_id,
  fromText: row.from_text,
  leftOn: row.left_on,
  arrivedOn: row.arrived_on,
  vehicle: row.vehicle,
  companions: row.companions,
  reason: row.reason,
  createdAt: instantText(row.created_at),
  closedAt: instantOrNull(row.closed_at),
  closedBecause: row.closed_because,
});

export const presentAbsence = (row: AbsenceRow, unit: UnitPart): Absence => ({
  id: row.id,
  version: row.version,
  personId: row.person_id,
  unit,
  reason: row.reason,
  destination: row.destination,
  placeUnitId: row.place_unit_id,
  placeText: row.place_text,
  leftOn: row.left_on,
  expectedBackOn: row.expected_back_on,
  returnedOn: row.returned_on,
  createdAt: instantText(row.created_at),
  closedAt: instantOrNull(row.closed_at),
  closedBecause: row.closed_because,
});

export const presentReview = (row: ReviewRow): HouseholdReview => ({
  id: row.id,
  version: row.version,
  householdId: row.household_id,
  reviewedOn: row.reviewed_on,
  team: row.team,
  peopleHome: row.people_home,
  peopleAway: row.people_away,
  findings: row.findings,
});

export const presentRiskArea = (row: RiskAreaRecord) => ({
  id: row.id,
  version: row.version,
  unit: row.unit,
  grade: row.grade,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  document: row.document,
});

export const presentPlace = ({ posterCode, createdAt, ...record }: PlaceRecord): Place => ({
  ...record,
  hasPoster: posterCode !== null,
  createdAt: instantText(createdAt),
});

export function presentDeclaration(record: DeclarationRecord): DeclarationView {
  const { outbreakId: _, e164, fromUnit, fromText, person, candidates, createdAt, symptoms, ...rest } = record;
  const reason = (code: string) => {
    const evidence = { code: code as EvidenceCode, ...(e164 !== null && { phone: e164 }), people: candidates.length };
    return { vi: evidenceText(evidence, 'vi'), en: evidenceText(evidence, 'en') };
  };
  return {
    ...rest,
    createdAt: instantText(createdAt),
    maskedPhone: e164 === null ? null : maskPhone(e164),
    from: { unit: fromUnit, text: fromText },
    symptoms: Array.isArray(symptoms) ? symptoms.map(String) : [],
    person: person && personNameOf(person),
    candidates: candidates.map((one) => ({ person: personNameOf(one.person), reasons: one.reasons.map(reason) })),
  };
}
