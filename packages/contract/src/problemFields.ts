/** Which field of a request a refusal is about, where its schema found nothing wrong but a rule did. */
import type { FieldError } from './fieldError.ts';
import { type ProblemCode, type ProblemDetails, problemText } from './problems.ts';

/** By the API's name. Where it differs from case to case (`sample.dates`), whoever refuses says so in `details.field`, which goes first. */
export const problemFields: Partial<Record<ProblemCode, string>> = {
  'advice.categoryUnknown': 'category',
  'advice.datesWrong': 'startOn',
  'address.notAnOption': 'unitId',
  'card.unreadable': 'text',
  'case.dates': 'onsetOn',
  'case.exists': 'code',
  'case.ofPerson': 'personId',
  'declaration.name': 'fullName',
  'declaration.noSource': 'file',
  'declaration.phone': 'phone',
  'declaration.unit': 'unitCode',
  'disease.noClusters': 'outbreakId',
  'disease.unknown': 'disease',
  'errand.outcomeUnfit': 'outcome',
  'errand.ownerOutOfReach': 'ownerId',
  'exposure.dates': 'lastContactOn',
  'exposure.source': 'sourceCaseId',
  'file.bomb': 'file',
  'file.empty': 'file',
  'file.encoding': 'file',
  'file.encrypted': 'file',
  'file.missing': 'file',
  'file.tooHeavy': 'file',
  'file.tooLarge': 'file',
  'file.tooSlow': 'file',
  'file.unreadable': 'file',
  'file.wrongKind': 'file',
  'followUp.dayInFuture': 'dayOn',
  'followUp.symptomUnknown': 'symptoms',
  'household.codeTaken': 'code',
  'household.otherUnit': 'personId',
  'idempotency.otherRequest': 'idempotency-key',
  'import.columns': 'columns',
  'import.rowUnknown': 'decisions',
  'list.manySheets': 'file',
  'list.noHeader': 'file',
  'list.noNameColumn': 'file',
  'list.noPhoneColumn': 'file',
  'list.noRows': 'file',
  'list.tooManyRows': 'file',
  'merge.same': 'mergedId',
  'milestone.times': 'endsAt',
  'outbreak.exists': 'code',
  'person.fieldInvalid': 'body',
  'person.identityTaken': 'nationalId',
  'poster.unknown': 'posterCode',
  'register.dates': 'arrivedOn',
  'register.future': 'arrivedOn',
  'register.origin': 'fromUnitId',
  'report.future': 'day',
  'report.notExpected': 'unitId',
  'journey.twice': 'arrivedOn',
  'absence.twice': 'personId',
  'review.twice': 'reviewedOn',
  'riskArea.twice': 'validFrom',
  'sample.dates': 'takenOn',
  'unit.unfit': 'unitId',
  'user.nameTaken': 'username',
  'user.noUnit': 'unitIds',
  'webhook.privateAddress': 'url',
};

/** The field that a refusal is about, with its sentence; none where it is about no field, or about a thing of the system. */
export function fieldErrorsOfProblem(code: ProblemCode, details: ProblemDetails): FieldError[] {
  const known = problemFields[code];
  if (known === undefined) return [];
  const told = details['field'];
  const field = typeof told === 'string' && told !== '' ? told : known;
  const message = { vi: problemText(code, details, 'vi'), en: problemText(code, details, 'en') };
  return [{ field, code: 'unfit', message }];
}
