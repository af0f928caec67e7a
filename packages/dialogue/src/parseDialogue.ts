import type { DialogueProblem } from './check/problems.ts';
import { type Dialogue, dialogueSchema } from './dialogue.ts';

export type ParsedDialogue =
  | { readonly ok: true; readonly dialogue: Dialogue }
  | { readonly ok: false; readonly problems: readonly DialogueProblem[] };

/**
 * Reads a dialogue from JSON (text or already parsed). Only the structure is checked here; `checkDialogue` decides whether it may run.
 * Never throws: each fault comes back with its path.
 */
export function parseDialogue(json: unknown): ParsedDialogue {
  const document = typeof json === 'string' ? fromText(json) : json;
  const parsed = dialogueSchema.safeParse(document);
  if (parsed.success) return { ok: true, dialogue: parsed.data };
  const problems = parsed.error.issues.map((issue) => ({
    code: 'document.invalid' as const,
    path: issue.path.map((key) => (typeof key === 'number' ? key : String(key))),
    detail: issue.message,
  }));
  return { ok: false, problems };
}

/** Text that is not JSON becomes `undefined`, which the schema refuses with a sentence of its own. */
function fromText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
