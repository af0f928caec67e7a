import { Problem } from '@truyvet/contract';
import { checkDialogue, type Dialogue, dialogueProblemText } from '@truyvet/dialogue';

/** Throws Problem `dialogue.unfit` with the first thing that is wrong, unless the dialogue may be published. */
export function requireFit(dialogue: Dialogue): void {
  const [first] = checkDialogue(dialogue);
  if (first) throw new Problem('dialogue.unfit', { code: dialogue.code, detail: dialogueProblemText(first, 'vi') });
}
