import type { Dialogue } from '../dialogue.ts';
import { renderPrompt } from '../render.ts';
import type { Variables } from '../session.ts';
import { templateFault, templateVariables } from '../template.ts';
import { missingVariables } from './checkReferences.ts';
import type { DialogueProblem } from './problems.ts';

/** About half a minute of slow speech; nobody keeps more in mind. */
export const maxSyllables = 110;

/** Every text can be read, uses declared variables, and is short enough to listen to. */
export function checkTexts(dialogue: Dialogue): readonly DialogueProblem[] {
  return Object.keys(dialogue.prompts).flatMap((promptId) => checkPrompt(dialogue, promptId));
}

function checkPrompt(dialogue: Dialogue, promptId: string): readonly DialogueProblem[] {
  const prompt = dialogue.prompts[promptId];
  const wordings = [
    ['text', prompt?.text],
    ['slow', prompt?.slow],
  ] as const;
  return wordings.flatMap(([which, text]): readonly DialogueProblem[] => {
    if (text === undefined) return [];
    const path = ['prompts', promptId, which];
    const fault = templateFault(text);
    if (fault) return [{ code: 'prompt.syntax', path, detail: text.slice(fault.at, fault.at + 20) }];
    const syllables = syllablesOf(dialogue, promptId, which === 'slow');
    return [
      ...missingVariables(dialogue, path, templateVariables(text)),
      ...(syllables > maxSyllables ? [{ code: 'prompt.tooLong', path, detail: String(syllables) } as const] : []),
    ];
  });
}

/** A Vietnamese word of writing is one syllable; names and dates are counted by their examples. */
function syllablesOf(dialogue: Dialogue, promptId: string, slow: boolean): number {
  const examples: Variables = Object.fromEntries(Object.entries(dialogue.variables).map(([name, spec]) => [name, spec.example]));
  const pieces = renderPrompt(dialogue, promptId, examples, slow ? 'slow' : 'normal');
  return pieces.flatMap((piece) => ('text' in piece ? (piece.text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []) : [])).length;
}
