/** The body of every refusal, `application/problem+json` (RFC 9457), with the sentence in both languages. */
import { z } from 'zod';
import { bilingual } from './common.ts';
import { type FieldError, fieldError } from './fieldError.ts';
import { fieldErrorsOfProblem } from './problemFields.ts';
import { type ProblemCode, type ProblemDetails, problems, problemText } from './problems.ts';

export const problemBody = z.object({
  /** `urn:truyvet:problem:<code>` */
  type: z.string(),
  code: z.string(),
  status: z.number().int(),
  title: bilingual,
  details: z.record(z.string(), z.union([z.string(), z.number(), z.null(), bilingual])),
  /** With `request.invalid` every field that cannot be used, and why; with other refusals of bad input the field they are about. */
  errors: z.array(fieldError).optional(),
  /** With `resource.changed`: what is there now. */
  current: z.unknown().optional(),
});
export type ProblemBody = z.infer<typeof problemBody>;

/** A refusal as it goes over the wire. */
export function toProblemBody(
  code: ProblemCode,
  details: ProblemDetails,
  more: { readonly current?: unknown; readonly errors?: readonly FieldError[] } = {},
): ProblemBody {
  const { current } = more;
  const errors = more.errors?.length ? more.errors : fieldErrorsOfProblem(code, details);
  return {
    type: `urn:truyvet:problem:${code}`,
    code,
    status: problems[code].status,
    title: { vi: problemText(code, details, 'vi'), en: problemText(code, details, 'en') },
    details: { ...details },
    ...(errors.length > 0 && { errors: [...errors] }),
    ...(current === undefined ? {} : { current }),
  };
}
