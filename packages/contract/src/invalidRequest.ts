/** Turns what a schema finds wrong into sentences that an officer can act on, in Vietnamese and English. */
import type { z } from 'zod';
import type { Bilingual } from './common.ts';
import type { FieldError } from './fieldError.ts';
import { fieldLabels } from './fieldLabels.ts';
import { Problem } from './problems.ts';
import { issueMessage, type SchemaIssue } from './zodIssueWords.ts';

/** `request.invalid` with every field that cannot be used. Sentences of more than `shown` fields are cut; `errors` has them all. */
export function invalidRequest(issues: readonly SchemaIssue[], options?: ErrorOptions): Problem {
  const errors = fieldErrorsOf(issues);
  const [first] = errors;
  const detail = { vi: sentence(errors, 'vi'), en: sentence(errors, 'en') };
  return new Problem('request.invalid', { detail, field: first?.field ?? '' }, { ...options, errors });
}

/** `request.invalid` for one field of which the schema cannot judge. */
export function invalidField(field: string, message: Bilingual, options?: ErrorOptions): Problem {
  const errors: FieldError[] = [{ field, code: 'unfit', message }];
  const detail = { vi: sentence(errors, 'vi'), en: sentence(errors, 'en') };
  return new Problem('request.invalid', { detail, field }, { ...options, errors });
}

/** What a schema finds wrong with a file, in both languages. */
export function whatIsWrong(error: z.ZodError): Bilingual {
  const errors = fieldErrorsOf(error.issues as unknown as SchemaIssue[]);
  return { vi: sentence(errors, 'vi'), en: sentence(errors, 'en') };
}

export const invalidOf = (error: z.ZodError): Problem =>
  invalidRequest(error.issues as unknown as SchemaIssue[], { cause: error });

export function fieldErrorsOf(issues: readonly SchemaIssue[]): FieldError[] {
  return issues.map((issue) => {
    const keys = Array.isArray(issue['keys']) ? issue['keys'].map(String) : [];
    const path = [...issue.path.map(String), ...keys.slice(0, 1)].filter((part) => part !== '');
    return { field: path.length === 0 ? 'body' : path.join('.'), ...issueMessage(issue) };
  });
}

/** How many fields a sentence names. */
const shown = 5;

function sentence(errors: readonly FieldError[], locale: 'vi' | 'en'): string {
  const parts = errors.slice(0, shown).map(({ field, message }) => `${labelOf(field, locale)} ${message[locale]}`);
  const left = errors.length - shown;
  const more = left > 0 ? [locale === 'vi' ? `và ${left} chỗ khác` : `and ${left} more`] : [];
  return [...parts, ...more].join('; ');
}

/** "năm sinh (birthYear)", "số điện thoại (phones.0.phone)"; the field alone where nobody has named it. */
export function labelOf(field: string, locale: 'vi' | 'en'): string {
  const parts = field.split('.');
  // "values.hotline.number" is known by its last two parts, "phones.0.phone" by its last one, "phones.0" by its first.
  const names = parts.flatMap((part, at) => [parts.slice(at).join('.'), part]);
  const name =
    names.find((one) => one.includes('.') && Object.hasOwn(fieldLabels, one)) ??
    names.findLast((one) => Object.hasOwn(fieldLabels, one));
  const label = name === undefined ? undefined : fieldLabels[name];
  return label === undefined || label[locale] === field ? field : `${label[locale]} (${field})`;
}
