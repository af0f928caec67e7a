export { type Birth, betterBirth, birthsAgree, readBirth } from './birth.ts';
export type { CardFields, CardReading, CardWarning } from './cards/cardReading.ts';
export { readCardQr } from './cards/readCardQr.ts';
export { type Cell, cellText, isBlank } from './cell.ts';
export { type CaseCluster, findClusters, type PlacedCase } from './clusters/findClusters.ts';
export { readContactDate } from './contactDate.ts';
export { type FieldCode, importFields } from './data/importFields.ts';
export { diseaseProfile, diseaseProfiles } from './diseases/diseaseProfile.ts';
export type { ClusterRule, DiseaseProfile, Sign, Source, Words } from './diseases/profile.ts';
export { type FormerSymptomCode, formerSymptomCodes, type SymptomCode, symptomCode, symptomCodes } from './diseases/symptoms.ts';
export { type Column, findHeader, type Header, headerKey, withFields } from './findHeader.ts';
export { readLevel } from './fLevel.ts';
export {
  type ClosedDay,
  closeDay,
  defaultLostAfterDays,
  firstDueOn,
  isDue,
  type OpenFollowUp,
  seenAgain,
} from './followUp/closeDay.ts';
export { type FollowUpPeriod, followUpPeriod, followUpRules } from './followUp/followUpPeriod.ts';
export { type FollowUpDates, restarted } from './followUp/restart.ts';
export * from './indicators/index.ts';
export type { Advice, AdviceInput, NoRuleAdvice, RuleAdvice } from './isolation/advice.ts';
export { categoryWords, measureWords } from './isolation/adviceText.ts';
export { advise } from './isolation/advise.ts';
export {
  beginOn,
  type PlannedPhase,
  type PlannedSample,
  type PlannedTest,
  planPhases,
  sampleCalendar,
} from './isolation/calendar.ts';
export { type AdvicePart, adviceParts, changedParts } from './isolation/compareAdvice.ts';
export { rulesVnCovid } from './isolation/data/rulesVnCovid.ts';
export { type Block, type BlockCode, type ReleaseVerdict, releaseVerdict, type TakenSample } from './isolation/release.ts';
export {
  advises,
  type Category,
  categories,
  type IsolationRule,
  inTime,
  keepsFromOthers,
  lacksOf,
  type Measure,
  measures,
  phaseBases,
  type RuleLack,
  type RulePhase,
  type RuleState,
  type StoredRule,
  shippedState,
  type VaccinationPredicate,
} from './isolation/rule.ts';
export { fitsVaccination, type VaccinationRecord } from './isolation/vaccination.ts';
export {
  decode as decodeLegacy,
  type LegacyKind,
  leaningOf,
  legacyFont,
  type Recognised,
  recogniseLegacy,
} from './legacyText/recognise.ts';
export { syllableShare } from './legacyText/syllables.ts';
export { encodeTcvn3 } from './legacyText/tcvn3.ts';
export { encodeVni } from './legacyText/vni.ts';
export * from './levels/index.ts';
export { type ListedCase, unknownCase } from './listedCase.ts';
export type { ListedQuarantine } from './listedQuarantine.ts';
export { addDays, daysBetween, fromSerial, type LocalDate, makeDate } from './localDate.ts';
export { maskCell, maskIdentityNumbers, maskNumbers } from './maskNumbers.ts';
export type { Evidence, EvidenceOptions, Identity } from './matching/evidence.ts';
export { type Judgement, judge, type Likeness, leastScoreProposed, likeness } from './matching/judge.ts';
export { nameKeyVariants } from './matching/nameLikeness.ts';
export { evidenceText, speaksFor } from './matching/reasons.ts';
export type { EvidenceCode } from './matching/weights.ts';
export { mergeRows } from './mergeRows.ts';
export { type Bearer, type ChosenSource, chooseSource } from './namedSource.ts';
export { type PeopleSearch, readPeopleSearch } from './nameSearch.ts';
export { compareNames, familyName, givenName, nameKey, nameKeys, parseName } from './names.ts';
export { parseNationalId } from './nationalId.ts';
export { maskPhone, readPhone } from './phone.ts';
export { type ListedPhone, readPhoneCell } from './phoneCell.ts';
export { type ColumnProposal, type ColumnReason, columnReasonText, proposeColumns } from './proposeColumns.ts';
export { defaultCutHour, reportDayOf, reportWindow } from './reportDay.ts';
export { type Roster, readRoster } from './roster.ts';
export {
  planRoster,
  type RosterOptions,
  type RosterPlan,
  type RosterRefusal,
  type RowResult,
  readPlannedRow,
} from './rosterPlan.ts';
export type { RosterRow, SourceRow, StatedContact } from './rosterRow.ts';
export { type RowProblem, type RowProblemCode, rejects, rowProblem, rowProblems, rowProblemText } from './rowProblems.ts';
export { readSex, type Sex } from './sex.ts';
export { readSourceCase, type SourceCase } from './sourceCase.ts';
export { readSourceName, type SourceName } from './sourceName.ts';
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
export type { AddressDoubt } from './units/addressCandidates.ts';
export { checkUnits } from './units/checkUnits.ts';
export { type NationalRecord, type NationalRecords, nationalTree } from './units/nationalTree.ts';
export { holdsOn, type ReferenceUnit, type Successor, type UnitKind } from './units/referenceUnit.ts';
export { type AddressPrecision, type ResolvedAddress, resolveAddress } from './units/resolveAddress.ts';
export { referenceUnits } from './units/thanhHoa.ts';
export { followCommune } from './units/todaysUnits.ts';
export { readUnitRows, type UnitFileRow, type UnitRowProblem, unitRowText } from './units/unitFile.ts';
export { createUnitIndex, type UnitIndex } from './units/unitIndex.ts';
export { childrenAt, successorsAt, unitAt } from './units/unitLookup.ts';
export { namedPart, unitNameKey } from './units/unitName.ts';
export { workplaceKey } from './workplaceKey.ts';
