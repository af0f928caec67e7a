import { metSteps, stepAt } from './check/graph.ts';
import { boundStep, type Dialogue } from './dialogue.ts';
import type { Frame } from './frame.ts';
import { promptIsSensitive } from './promptIsSensitive.ts';
import { renderPrompt, textFor } from './render.ts';
import type { Variables } from './session.ts';
import { type TemplatePiece, templatePieces } from './template.ts';
import type { Pace, PromptPiece } from './types.ts';

/** A prompt as it can be prepared before anyone is called. */
export type PromptText = {
  readonly promptId: string;
  readonly pace: Pace;
  readonly bargeIn: boolean;
  readonly sensitive: boolean;
  readonly pieces: readonly (TemplatePiece & {
    /** A fixed piece that no other prompt says, not even inside a longer piece: hearing it tells which prompt is playing. */
    readonly identifies: boolean;
  })[];
};

/**
 * Every prompt at both paces, cut at its variables: for synthesis ahead of the calls, and for recognising prompts by their sound.
 *
 * @example promptTexts(f1Tracing).find((p) => p.promptId === 'A4')?.pieces[0]
 * // { kind: 'fixed', text: 'Trong nhà hiện có bao nhiêu người ở cùng', variables: [], identifies: true }
 */
export function promptTexts(frame: Frame): readonly PromptText[] {
  const fixed = fixedTexts(frame);
  return Object.entries(frame.prompts).flatMap(([promptId, prompt]) =>
    (['normal', 'slow'] as const).map((pace) => ({
      promptId,
      pace,
      bargeIn: prompt.bargeIn,
      sensitive: promptIsSensitive(frame, promptId),
      pieces: templatePieces(textFor(prompt, pace)).map((piece) => ({
        ...piece,
        identifies:
          piece.kind === 'fixed' && !fixed.some((other) => other.promptId !== promptId && other.text.includes(piece.text)),
      })),
    })),
  );
}

function fixedTexts(frame: Frame): readonly { readonly promptId: string; readonly text: string }[] {
  return Object.entries(frame.prompts).flatMap(([promptId, prompt]) =>
    [prompt.text, prompt.slow ?? '']
      .flatMap(templatePieces)
      .filter((piece) => piece.kind === 'fixed')
      .map((piece) => ({ promptId, text: piece.text })),
  );
}

/**
 * Everything that could be said to one person, the opening first and then by how soon it could come, so that the clips are ready in time.
 * The order does not hang on the order of keys in the document: a database may have changed that.
 */
export function spokenPrompts(
  dialogue: Dialogue,
  variables: Variables,
  pace: Pace = 'normal',
): readonly { readonly promptId: string; readonly pieces: readonly PromptPiece[] }[] {
  const soonest = metSteps(dialogue).flatMap(({ stepId }) => {
    const step = stepAt(dialogue, stepId);
    return step ? boundStep(step).prompts : [];
  });
  return [...new Set(soonest)].map((promptId) => ({ promptId, pieces: renderPrompt(dialogue, promptId, variables, pace) }));
}
