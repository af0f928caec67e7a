import * as z from 'zod';

export const stepIdSchema = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,31}$/);

/** A name shown to staff. */
export const labelSchema = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) });
export type Label = z.infer<typeof labelSchema>;

/**
 * A variable that texts and conditions may use. `kind` says how its value is spoken: `date` takes `2021-07-05`, `phone` is read digit by
 * digit, `name` is cleared of remarks that lists carry (`Nguyễn Văn A (F1)`). `sensitive` raises; names that tell by themselves are
 * sensitive anyway.
 *
 * @example { "kind": "date", "required": false, "sensitive": true, "example": "2021-07-05" }
 */
const variableSchema = z.strictObject({
  kind: z.enum(['text', 'name', 'date', 'phone', 'number', 'flag']),
  required: z.boolean(),
  sensitive: z.literal(true).optional(),
  example: z.union([z.string(), z.number(), z.boolean()]),
});
export type VariableSpec = z.infer<typeof variableSchema>;

/**
 * One thing that is said. In `text`, `{ten}` is a variable; `[mien_phi?Cuộc gọi này miễn phí.]` is said if the variable is known, and
 * `[ngay?then|else]` chooses. `sensitive` raises what is computed from the text; it can never lower it. `slow` is another
 * wording for repeats; without it the same text is spoken slowly.
 *
 * @example { "text": "Xin hỏi, đây có phải số máy của {xung} {ten} không ạ?", "bargeIn": true }
 */
const promptSchema = z.strictObject({
  text: z.string().min(1),
  slow: z.string().min(1).optional(),
  bargeIn: z.boolean(),
  sensitive: z.literal(true).optional(),
});
export type Prompt = z.infer<typeof promptSchema>;

/** A dialogue without its steps: what every kind of step may look at while it runs. */
export const frameFields = {
  /** Stable name, e.g. `f1-tracing`. */
  code: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: z.int().positive(),
  language: z.enum(['vi', 'en']),
  /** `outgoing`: we called a person we know something about. `incoming`: somebody called us. */
  direction: z.enum(['outgoing', 'incoming']),
  title: labelSchema,
  first: stepIdSchema,
  variables: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), variableSchema),
  prompts: z.record(z.string().min(1), promptSchema),
  /** Waiting for a key after a prompt. `elderFromAge` compares with the variable `tuoi`. */
  listen: z.strictObject({ ms: z.int().positive(), elderMs: z.int().positive(), elderFromAge: z.int().positive() }),
  /** A question is repeated `repeats` times, then left; after `endAfterInARow` questions left one after another the call goes to `end`. */
  noAnswer: z.strictObject({ repeats: z.int().min(0).max(5), endAfterInARow: z.int().positive(), end: stepIdSchema }),
  /** Where keys 0 and * lead, and a voice mailbox. */
  commands: z.strictObject({ officer: stepIdSchema, stop: stepIdSchema, machine: stepIdSchema }),
};

const frameSchema = z.strictObject(frameFields);
export type Frame = z.infer<typeof frameSchema>;

/** The variables the engine itself reads. */
export const birthYearVariable = 'nam_sinh';
export const ageVariable = 'tuoi';
