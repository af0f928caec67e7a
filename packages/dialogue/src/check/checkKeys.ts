import { promptsOf } from '../ask.ts';
import type { Dialogue } from '../dialogue.ts';
import { type ChooseStep, yesNoKeys } from '../steps/choose.ts';
import { templateWords } from '../template.ts';
import type { DialogueProblem } from './problems.ts';

/** In a choice the options are 1–4; 9, 0 and * command everywhere (design §6). */
const optionKeys = new Set(['1', '2', '3', '4']);

/** Keys mean what they mean everywhere, each option is spoken, and each range holds something. */
export function checkKeys(dialogue: Dialogue): readonly DialogueProblem[] {
  return Object.entries(dialogue.steps).flatMap(([id, step]): readonly DialogueProblem[] => {
    if (step.type === 'choose') return checkChoose(dialogue, ['steps', id], step);
    if (step.type === 'number' && step.min > step.max) return [emptyRange(id, step.min, step.max)];
    if (step.type === 'digits' && step.minDigits > step.maxDigits) return [emptyRange(id, step.minDigits, step.maxDigits)];
    return [];
  });
}

const emptyRange = (id: string, min: number, max: number): DialogueProblem => ({
  code: 'range.empty',
  path: ['steps', id],
  detail: `${min}–${max}`,
});

function checkChoose(dialogue: Dialogue, path: readonly string[], step: ChooseStep): readonly DialogueProblem[] {
  const keys = Object.keys(step.options);
  const legal = keys.length > 0 ? keys.filter((key) => !optionKeys.has(key)) : ['?'];
  const meanings = step.answer === 'yesNo' && keys.some((key) => yesNoKeys[key] !== step.options[key]?.value);
  return [
    ...legal.map((detail) => ({ code: 'key.illegal', path, detail }) as const),
    ...(meanings ? [{ code: 'key.meaning', path, detail: '' } as const] : []),
    ...promptsOf(step).flatMap((promptId) =>
      keys.filter((key) => !isSpoken(dialogue, promptId, key)).map((detail) => ({ code: 'key.unspoken', path, detail }) as const),
    ),
  ];
}

function isSpoken(dialogue: Dialogue, promptId: string, key: string): boolean {
  const prompt = dialogue.prompts[promptId];
  const spoken = new RegExp(
    dialogue.language === 'vi' ? `(bấm|phím)( phím| số)? ${key}(?!\\d)` : `(press|key) ${key}(?!\\d)`,
    'i',
  );
  return prompt === undefined || [prompt.text, prompt.slow ?? prompt.text].every((text) => spoken.test(templateWords(text)));
}
