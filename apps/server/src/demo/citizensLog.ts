import { z } from 'zod';

/** One line of the citizens' log, as far as the comparison needs it. */
const lineSchema = z.object({
  at: z.string(),
  kind: z.string(),
  callId: z.string(),
  number: z.string(),
  promptId: z.string().optional(),
  keys: z.string().optional(),
  sequence: z.number().optional(),
  whole: z.boolean().optional(),
  nextPromptId: z.string().optional(),
});
type Line = z.infer<typeof lineSchema>;

/** Keys pressed, or words spoken, in answer to one prompt. */
export type Press = {
  readonly promptId: string;
  readonly keys: string;
  readonly spoke: boolean;
  /** Another prompt began afterwards: the citizen knows that it arrived. */
  readonly acknowledged: boolean;
  /** The same prompt began again: the citizen knows that it was not taken. */
  readonly askedAgain: boolean;
};

/** One ring of one phone, as the person there lived through it. */
export type CitizenCall = {
  readonly callId: string;
  /** E.164. */
  readonly number: string;
  readonly rungAtMs: number;
  readonly answered: boolean;
  readonly presses: readonly Press[];
  /** The interview came to its last words. */
  readonly heardClosing: boolean;
};

const closings = new Set(['A7', 'URGENT']);

type Draft = {
  callId: string;
  number: string;
  rungAtMs: number;
  answered: boolean;
  presses: DraftPress[];
  heardClosing: boolean;
};
type DraftPress = { -readonly [K in keyof Press]: Press[K] } & { sequence: number | undefined };

/** Folds the lines of `citizens.jsonl` into calls, in the order in which they rang. Throws ZodError for a line that is none. */
export function readCitizensLog(text: string): readonly CitizenCall[] {
  const calls = new Map<string, Draft>();
  for (const raw of text.split('\n')) {
    if (raw === '') continue;
    const line = lineSchema.parse(JSON.parse(raw));
    const call = calls.get(line.callId) ?? newCall(line);
    calls.set(line.callId, call);
    follow(call, line);
  }
  return [...calls.values()];
}

function newCall({ callId, number, at }: Line): Draft {
  return { callId, number, rungAtMs: Date.parse(at), answered: false, presses: [], heardClosing: false };
}

function follow(call: Draft, line: Line): void {
  const { promptId = '', keys = '', sequence } = line;
  switch (line.kind) {
    case 'answered':
      call.answered = true;
      break;
    case 'spoke':
      call.presses.push({ promptId, keys: '', spoke: true, acknowledged: false, askedAgain: false, sequence: undefined });
      break;
    case 'pressed':
      press(call, promptId, keys, sequence);
      break;
    case 'acknowledged':
      for (const one of call.presses) if (one.sequence === sequence) acknowledge(one, line);
      break;
    case 'heardOut':
      if (closings.has(promptId) && line.whole) call.heardClosing = true;
      break;
    case 'heard':
      for (const one of call.presses) if (one.spoke) one.acknowledged = true;
      break;
  }
}

function acknowledge(press: DraftPress, { nextPromptId, promptId }: Line): void {
  press.acknowledged = true;
  press.askedAgain = nextPromptId === promptId;
}

/** The key that ends a recording belongs to what was spoken. */
function press(call: Draft, promptId: string, keys: string, sequence: number | undefined): void {
  const last = call.presses.at(-1);
  if (last?.spoke && last.promptId === promptId && last.sequence === undefined) last.sequence = sequence;
  else call.presses.push({ promptId, keys, spoke: false, acknowledged: false, askedAgain: false, sequence });
}
