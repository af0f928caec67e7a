/**
 * Health declarations.
 * - `POST /api/declarations` `newDeclaration` → `declared`: open to everybody, limited in number, says nothing about anybody
 * - `POST /api/declarations/taken` `takenDeclaration` → `declarationTaken`: an officer writes down what somebody says on the telephone or at the desk
 * - `GET /api/declarations?unitId=&state=` page of `declaration`; `GET /api/declarations/:id`
 * - `POST /api/declarations/:id/decide` `declarationDecision` (If-Match): the person it is about, a new person, or nobody
 * - `POST /api/declarations/decide` `declarationsDecision` → `declarationsDecided`: many in the same way, such as those of one file
 * - `POST /api/declarations/import?unitId=` (multipart) a workbook or CSV of declarations → `declarationsImported`
 * - `/khai-bao` is the same form as a page, without a script
 */
import { type FormerSymptomCode, formerSymptomCodes, type SymptomCode, symptomCode, symptomCodes } from '@truyvet/outbreak';
import { z } from 'zod';
import { personName } from './alerts.ts';
import { bilingual, id, instant, localDate, pageOf, pageQuery, unitName, words } from './common.ts';

/** What a declaration of COVID-19 asks about; of other diseases what their profile names (`GET /api/diseases`). */
export const declaredSymptoms = [
  'fever',
  'cough',
  'soreThroat',
  'lossOfSmellOrTaste',
  'breathless',
  'chestPain',
  'exhausted',
] as const satisfies readonly SymptomCode[];
export type DeclaredSymptom = (typeof declaredSymptoms)[number];
/** With one of these, or a severe sign of the disease's profile, 115 comes first. */
export const severeSymptoms = ['breathless', 'chestPain', 'exhausted'] as const satisfies readonly DeclaredSymptom[];

const formerCodes = Object.keys(formerSymptomCodes) as FormerSymptomCode[];
/** Every sign there is, whatever the disease. Former codes are understood: forms that are open and other systems still send them. */
export const symptoms = z
  .array(z.enum([...symptomCodes, ...formerCodes]))
  .max(symptomCodes.length + formerCodes.length)
  .transform((codes) => [...new Set(codes.map(symptomCode<SymptomCode>))]);

export const declarationFields = z.object({
  fullName: words(80),
  birthYear: z.number().int().min(1900).max(2100).nullable().default(null),
  birthDate: localDate.nullable().default(null),
  sex: z.enum(['male', 'female']).nullable().default(null),
  /** As people write it: `0936 036 115`. */
  phone: words(20).nullable().default(null),
  /** Who speaks for the person, when it is somebody else. */
  declaredBy: words(80).nullable().default(null),
  hamlet: words(80).nullable().default(null),
  address: words(200).nullable().default(null),
  /** Where the person came from, when from outside the commune. */
  from: words(200).nullable().default(null),
  leftOn: localDate.nullable().default(null),
  arrivedOn: localDate.nullable().default(null),
  vehicle: words(200).nullable().default(null),
  companions: words(500).nullable().default(null),
  reason: words(200).nullable().default(null),
  /** Places of the last 14 days. */
  places: words(1000).nullable().default(null),
  symptoms: symptoms.default([]),
  metCase: z.enum(['yes', 'no', 'unsure']).nullable().default(null),
  metCaseText: words(500).nullable().default(null),
  note: words(1000).nullable().default(null),
});
export type DeclarationFields = z.infer<typeof declarationFields>;

export const newDeclaration = declarationFields.extend({
  /** Code of the commune where the person is now (`15775`). */
  unitCode: words(20),
  /** One form, one declaration: the same key again is not stored again. */
  submissionKey: z
    .string()
    .regex(/^[A-Za-z0-9_-]{16,64}$/)
    .optional(),
});
export type NewDeclaration = z.input<typeof newDeclaration>;

/** The receipt. `advice` is a sentence to be shown; with a severe sign it begins with 115. */
export const declared = z.object({
  code: z.string(),
  severe: z.boolean(),
  advice: z.object({ vi: z.string(), en: z.string() }),
});
export type Declared = z.infer<typeof declared>;

export const declarationMatch = z.enum(['certain', 'proposed', 'none', 'confirmed', 'created', 'rejected']);
export const declaration = z.object({
  id,
  version: z.number().int(),
  code: z.string(),
  unit: unitName,
  channel: z.enum(['web', 'phone', 'import', 'officer']),
  /** Where it can be found again: `ve-que.xlsx#12` is row 12 of that file. */
  sourceRef: z.string().nullable(),
  createdAt: instant,
  fullName: z.string(),
  birthYear: z.number().int().nullable(),
  birthDate: localDate.nullable(),
  sex: z.enum(['male', 'female']).nullable(),
  maskedPhone: z.string().nullable(),
  declaredBy: z.string().nullable(),
  hamlet: z.string().nullable(),
  address: z.string().nullable(),
  from: z.object({ unit: unitName.nullable(), text: z.string().nullable() }),
  leftOn: localDate.nullable(),
  arrivedOn: localDate.nullable(),
  vehicle: z.string().nullable(),
  companions: z.string().nullable(),
  reason: z.string().nullable(),
  places: z.string().nullable(),
  symptoms: z.array(z.string()),
  metCase: z.enum(['yes', 'no', 'unsure']).nullable(),
  metCaseText: z.string().nullable(),
  note: z.string().nullable(),
  match: declarationMatch,
  person: personName.nullable(),
  /** Who it may be, with the reasons, while an officer has to decide. */
  candidates: z.array(z.object({ person: personName, reasons: z.array(bilingual) })),
  journeyId: id.nullable(),
});
export type DeclarationView = z.infer<typeof declaration>;

export const takenDeclaration = declarationFields.extend({
  /** The commune where the person is now. */
  unitId: id,
  outbreakId: id.optional(),
  /** `phone`: on the hotline or in a call; `officer`: face to face. */
  channel: z.enum(['phone', 'officer']),
  /** The call, the book, the page: where it can be found again. */
  sourceRef: words(200).nullable().default(null),
});
export type TakenDeclaration = z.output<typeof takenDeclaration>;
/** `advice` is to be read out; with a severe sign it begins with 115. */
export const declarationTaken = z.object({ declaration, severe: z.boolean(), advice: bilingual });

export const declarationQuery = pageQuery.extend({
  unitId: z.coerce.number().int().positive().optional(),
  /** `open`: somebody has to say who it is. */
  state: z.enum(['open', 'decided', 'all']).default('open'),
  /** Those that came with the file of this name. */
  file: words(200).optional(),
});
export const declarationPage = pageOf(declaration);

export const declarationDecision = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('person'), personId: id }),
  z.object({ decision: z.literal('new') }),
  z.object({ decision: z.literal('reject'), reason: words(500) }),
]);
export type DeclarationDecision = z.infer<typeof declarationDecision>;

/** How many declarations one request decides, at most. */
export const declarationsAtOnce = 500;

/** As they were seen: one that has changed since, and nothing is decided. */
export const declarationsDecision = z.object({
  declarations: z
    .array(z.object({ id, version: z.number().int().positive() }))
    .min(1)
    .max(declarationsAtOnce),
  /**
   * `candidate`: each is about the one person who is proposed for it; those with several or with none are left. `new`: each is about somebody new, those
   * who declared twice once; those with a candidate are left. `reject`: about nobody.
   */
  decision: z.enum(['candidate', 'new', 'reject']),
  reason: words(500),
});
export type DeclarationsDecision = z.infer<typeof declarationsDecision>;
export const declarationsDecided = z.object({
  decided: z.number().int(),
  /** These need an officer's word one by one. */
  left: z.array(z.object({ id, code: z.string(), candidates: z.number().int() })),
});
export type DeclarationsDecided = z.infer<typeof declarationsDecided>;

export const declarationImportQuery = z.object({
  unitId: z.coerce.number().int().positive(),
  outbreakId: z.coerce.number().int().positive().optional(),
});
export const declarationsImported = z.object({
  rows: z.number().int(),
  stored: z.number().int(),
  seenBefore: z.number().int(),
  rejected: z.array(z.object({ row: z.number().int(), reason: z.object({ vi: z.string(), en: z.string() }) })),
});
export type DeclarationsImported = z.infer<typeof declarationsImported>;
