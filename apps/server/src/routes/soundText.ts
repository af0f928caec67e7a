import { invalidField } from '@truyvet/contract';
import type { Api } from './api.ts';

/** Control characters but tab and line breaks, halves of a surrogate pair, and what Unicode keeps free of characters. */
const unsound = /(?![\t\n\r\u007f-\u009f])\p{Cc}|[\p{Surrogate}\ufffe\uffff]/u;

/** The text without such characters: for names that machines give, which nobody can type again. */
export const soundText = (text: string): string => text.replace(new RegExp(unsound, 'gu'), '');

const unsoundWords = {
  vi: 'có ký tự hỏng hoặc ký tự điều khiển, xin gõ lại',
  en: 'holds broken or control characters, type it again',
};

/**
 * Text that PostgreSQL, a workbook or a letter cannot hold (NUL above all) is refused before any schema looks at it, wherever in a request it stands.
 */
export function refuseUnsoundText(api: Api): void {
  api.addHook('preValidation', async ({ body, query, params }) => {
    const field = unsoundField(body) ?? unsoundField(query) ?? unsoundField(params);
    if (field !== undefined) throw invalidField(field, unsoundWords);
  });
}

type Place = { readonly field: string; readonly value: unknown };

/** The first field with such text; without recursion, because a body may be nested as deep as it is long. */
function unsoundField(root: unknown): string | undefined {
  const open: Place[] = [{ field: '', value: root }];
  for (let place = open.pop(); place; place = open.pop()) {
    const { field, value } = place;
    if (typeof value === 'string' && unsound.test(value)) return field || 'body';
    for (const [name, member] of membersOf(value)) {
      if (unsound.test(name)) return field || 'body';
      open.push({ field: field === '' ? name : `${field}.${name}`, value: member });
    }
  }
  return undefined;
}

function membersOf(value: unknown): Iterable<[string, unknown]> {
  if (value instanceof Map) return [...value].map(([name, member]) => [String(name), member]);
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return [];
  return Object.entries(value);
}
