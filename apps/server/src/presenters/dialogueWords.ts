import type { Bilingual } from '@truyvet/contract';
import { type AnswerValue, type Dialogue, optionLabel, parseDialogue, questionLabel, type Step } from '@truyvet/dialogue';
import type { Tx } from '../db/connect.ts';
import { readDialogueDocuments } from '../db/dialogueDocuments.ts';
import { yesNoText } from './yesNoText.ts';

/** What staff read about the steps and answers of one dialogue version. */
export type DialogueWords = {
  readonly question: (stepId: string) => Bilingual;
  readonly answer: (stepId: string, value: AnswerValue) => Bilingual;
};

/** The words of stored dialogue versions. A version never changes, so each is read once. */
export class DialogueWordBook {
  readonly #known = new Map<number, DialogueWords>();

  /** The words of these versions, by id of the version. */
  async read(tx: Tx, versionIds: Iterable<number>): Promise<ReadonlyMap<number, DialogueWords>> {
    const missing = [...new Set(versionIds)].filter((id) => !this.#known.has(id));
    for (const { id, document } of await readDialogueDocuments(tx, missing)) this.#known.set(id, wordsOf(document));
    return this.#known;
  }
}

/** The words of a stored document. One that this release cannot read shows ids and codes. */
export function wordsOf(document: unknown): DialogueWords {
  const parsed = parseDialogue(document);
  if (!parsed.ok) return plainWords;
  const { dialogue } = parsed;
  return {
    question: (stepId) => questionLabel(dialogue, stepId) ?? doing(dialogue, stepId) ?? same(stepId),
    answer: (stepId, value) => answerText(value, (choice) => optionLabel(dialogue, stepId, choice) ?? same(choice)),
  };
}

const same = (text: string): Bilingual => ({ vi: text, en: text });

/** Only ids and codes. */
export const plainWords: DialogueWords = { question: same, answer: (_, value) => answerText(value, same) };

/** What goes on at a step that asks nothing. */
const doings: Partial<Record<Step['type'], Bilingual>> = {
  say: { vi: 'Máy đang nói', en: 'Speaking' },
  wait: { vi: 'Chờ người cần gặp đến nghe', en: 'Waiting for the person' },
  callback: { vi: 'Nhắn gọi lại', en: 'Asking for a call back' },
  transfer: { vi: 'Chuyển cán bộ', en: 'Handing over to an officer' },
  end: { vi: 'Kết thúc', en: 'Ending' },
};

function doing(dialogue: Dialogue, stepId: string): Bilingual | undefined {
  const step = Object.hasOwn(dialogue.steps, stepId) ? dialogue.steps[stepId] : undefined;
  return step && doings[step.type];
}

function answerText(value: AnswerValue, choiceText: (choice: string) => Bilingual): Bilingual {
  switch (value.type) {
    case 'yesNo':
      return yesNoText(value.value);
    case 'choice':
      return choiceText(value.value);
    case 'recording': {
      const seconds = Math.round(value.durationMs / 1000);
      return { vi: `Ghi âm ${seconds} giây`, en: `Recording, ${seconds} s` };
    }
    case 'number':
    case 'year':
    case 'digits':
      return same(String(value.value));
  }
}
