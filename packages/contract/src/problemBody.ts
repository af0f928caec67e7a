/** The body of every refusal, `application/problem+json` (RFC 9457), with the sentence in both languages. */
import { z } from 'zod';
import { bilingual } from './common.ts';
import { type ProblemCode, type ProblemDetails, problems, problemText } from './problems.ts';

export const problemBody = z.object({
  /** `urn:truyvet:problem:<code>` */
  type: z.string(),
  code: z.string(),
  status: z.number().int(),
  title: bilingual,
  details: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  /** With `resource.changed`: what is there now. */
  current: z.unknown().optional(),
});
export type ProblemBody = z.infer<typeof problemBody>;

/** A refusal as it goes over the wire. */
export function toProblemBody(code: ProblemCode, details: ProblemDetails, current?: unknown): ProblemBody {
  return {
    type: `urn:truyvet:problem:${code}`,
    code,
    status: problems[code].status,
    title: { vi: problemText(code, details, 'vi'), en: problemText(code, details, 'en') },
    details: { ...details },
    ...(current === undefined ? {} : { current }),
  };
}
