import type { FieldError } from './fieldError.ts';
import { labelOf } from './invalidRequest.ts';
import { Problem } from './problems.ts';

const message = { vi: 'không có, hoặc ở ngoài nơi được xem', en: 'is not there, or not where you may see' };

/**
 * `resource.missing` for what a query or body names by these fields; without a field, for what the address names. One sentence for what is nowhere
 * and for what is not for this user to see: which of both it is stays unsaid.
 *
 *     throw missing('outbreakId');
 *     throw missing('visits.2.personId');
 */
export function missing(...named: readonly (string | undefined)[]): Problem {
  const fields = named.filter((field) => field !== undefined);
  const [first] = fields;
  if (first === undefined) return new Problem('resource.missing');
  const errors: FieldError[] = fields.map((field) => ({ field, code: 'notFound', message }));
  const what = (locale: 'vi' | 'en') => fields.map((field) => labelOf(field, locale)).join(', ');
  return new Problem('resource.missing', { field: first, what: { vi: what('vi'), en: what('en') } }, { errors });
}
