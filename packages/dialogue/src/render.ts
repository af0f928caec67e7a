import { isKnown } from './condition.ts';
import type { Frame, Prompt } from './frame.ts';
import type { Variables } from './session.ts';
import { spokenValue } from './spoken.ts';
import { type TemplatePiece, templatePieces } from './template.ts';
import type { Pace, PromptPiece } from './types.ts';

/**
 * What one prompt says with these variables, cut into pieces; the fixed ones are letter for letter those of `promptTexts`.
 *
 * @throws RangeError if the dialogue has no such prompt.
 */
export function renderPrompt(
  frame: Frame,
  promptId: string,
  variables: Variables,
  pace: Pace = 'normal',
): readonly PromptPiece[] {
  const prompt = frame.prompts[promptId];
  if (!prompt) throw new RangeError(`the dialogue ${frame.code} has no prompt ${promptId}`);
  return templatePieces(textFor(prompt, pace))
    .filter((piece) => !piece.when || isKnown(variables[piece.when.variable]) === piece.when.known)
    .map((piece) => filled(piece, frame, variables))
    .filter((text) => /[\p{L}\p{N}]/u.test(text))
    .map((text) => ({ text }));
}

/** The wording of a prompt at a pace. */
export function textFor(prompt: Prompt, pace: Pace): string {
  return pace === 'slow' ? (prompt.slow ?? prompt.text) : prompt.text;
}

function filled(piece: TemplatePiece, frame: Frame, variables: Variables): string {
  return piece.text
    .replace(/\{([a-z0-9_]+)\}/g, (_, name: string) => spokenValue(variables[name], frame.variables[name]?.kind ?? 'text'))
    .replace(/\s+/g, ' ')
    .trim();
}
