export { type Birth, betterBirth, birthsAgree, readBirth } from './birth.ts';
export { type Cell, cellText, isBlank } from './cell.ts';
export { readContactDate } from './contactDate.ts';
export { type FieldCode, importFields } from './data/importFields.ts';
export { diseaseProfile, diseaseProfiles } from './diseases/diseaseProfile.ts';
export type { ClusterRule, DiseaseProfile, Sign, Source, Words } from './diseases/profile.ts';
export { type Column, findHeader, type Header } from './findHeader.ts';
export { readLevel } from './fLevel.ts';
export { type FollowUpPeriod, followUpPeriod, followUpRules } from './followUp.ts';
export { addDays, daysBetween, fromSerial, type LocalDate, makeDate } from './localDate.ts';
export { type Identity, type Likeness, likeness } from './mergeRows.ts';
export { compareNames, familyName, givenName, nameKey, parseName } from './names.ts';
export { parseNationalId } from './nationalId.ts';
export { maskPhone, readPhone } from './phone.ts';
export { type ListedPhone, readPhoneCell } from './phoneCell.ts';
export { defaultCutHour, reportDayOf, reportWindow } from './reportDay.ts';
export { type RejectedRow, type Roster, type RosterOptions, type RosterRefusal, readRoster } from './roster.ts';
export type { RosterRow, SourceRow, StatedContact } from './rosterRow.ts';
export { type RowProblem, type RowProblemCode, rejects, rowProblem, rowProblems, rowProblemText } from './rowProblems.ts';
export { readSex, type Sex } from './sex.ts';
export { readSourceCase, type SourceCase } from './sourceCase.ts';
export { fold, oneTonePlace, tidy } from './text.ts';
export { type ErrandOutcome, errandOutcomes, outcomesOf } from './triage/errandOutcomes.ts';
export {
  defaultEscalation,
  type EscalatingAlert,
  type Escalation,
  type EscalationPolicies,
  escalate,
  type Hierarchy,
  type HierarchyUnit,
} from './triage/escalation.ts';
export {
  alertDeadlineMs,
  errandDeadlineMs,
  type Findings,
  isVulnerableAge,
  type NamedContact,
  type Triage,
  type TriageInput,
  triage,
  type YesNoUnsure,
} from './triage.ts';
export type { ReferenceUnit, Successor, UnitKind } from './units/referenceUnit.ts';
export { referenceUnits } from './units/thanhHoa.ts';
export { childrenAt, successorsAt, unitAt } from './units/unitLookup.ts';
export * from './levels/index.ts';
