import type { Frame } from './frame.ts';
import { isSensitiveVariable, sensitivePhrase } from './sensitive.ts';
import { templateVariables, templateWords } from './template.ts';

/**
 * Whether a prompt may be spoken only after the identity gate: by its words (all branches of its text), by its variables, or because the
 * author says so. In an incoming call fixed words tell nothing about the caller ("hỏi về cách ly, bấm 3"): there only variables count.
 */
export function promptIsSensitive(frame: Frame, promptId: string): boolean {
  const known = judged.get(frame) ?? new Map<string, boolean>();
  judged.set(frame, known);
  const sensitive = known.get(promptId) ?? judge(frame, promptId);
  known.set(promptId, sensitive);
  return sensitive;
}

/** A dialogue is a value and never changes: each prompt is judged once, not in every call. */
const judged = new WeakMap<Frame, Map<string, boolean>>();

function judge(frame: Frame, promptId: string): boolean {
  const prompt = frame.prompts[promptId];
  if (!prompt) return false;
  if (prompt.sensitive) return true;
  const texts = [prompt.text, prompt.slow ?? ''];
  return (
    texts.flatMap(templateVariables).some((name) => variableIsSensitive(frame, name)) ||
    (frame.direction === 'outgoing' && texts.some((text) => sensitivePhrase(templateWords(text)) !== null))
  );
}

/** Whether speaking a variable, or choosing by it what is spoken, tells something about the person. */
export function variableIsSensitive(frame: Frame, name: string): boolean {
  return isSensitiveVariable(name, frame.variables[name]?.sensitive === true);
}
