import { national } from '../town/phones.ts';
import type { Manners, Truth } from '../town/town.ts';

/** What a person does when asked: keys, words and then the key that ends them, or nothing. */
export type Answer = { readonly keys: string } | { readonly speakMs: number; readonly thenKeys: string } | undefined;

const yesNoKeys = { yes: '1', no: '2', unsure: '3' } as const;
const whereKeys = { home: '1', quarantine: '2', other: '3' } as const;
const relationKeys = { family: '1', neighbour: '2', colleague: '3', other: '4' } as const;

/** Whoever holds the phone, and which of the people they met is being told of. */
export type Speaker = { readonly who: Manners['who']; readonly truth: Truth; readonly metIndex: number };

/** Two wordings of one question are one question to a person. */
export const questionOf = (promptId: string): string => (promptId === 'A1F2' ? 'A1' : promptId);

/**
 * The honest answer to a question. Questions are known by the names the caller's side gave its prompts; those that ask for nothing, and any unknown,
 * get none.
 */
export function answerTo(question: string, speaker: Speaker): Answer {
  const { who, truth, metIndex } = speaker;
  const met = truth.met[metIndex];
  switch (question) {
    case 'M2':
      return { keys: who === 'self' ? '1' : '2' };
    case 'M2b':
      return { keys: { self: '1', relativeHandsOver: '1', relativeSaysLater: '2', stranger: '3' }[who] };
    case 'M3':
      return { keys: String(truth.birthYear) };
    case 'A1':
      return { keys: yesNoKeys[truth.remembersContact] };
    case 'A2':
      return { keys: yesNoKeys[truth.symptoms] };
    case 'A2b':
      return { keys: yesNoKeys[truth.severe] };
    case 'A2c':
      return { keys: yesNoKeys[truth.vulnerable] };
    case 'A3':
      return { keys: yesNoKeys[truth.wentOut] };
    case 'A3r':
      return { speakMs: 2600, thenKeys: '#' };
    case 'A4':
      return { keys: `${truth.household}#` };
    case 'A5':
      return { keys: yesNoKeys[truth.metOthers] };
    case 'A5n':
      return { speakMs: 1700, thenKeys: '#' };
    case 'A5p':
      return { keys: met?.phone ? `${national(met.phone)}#` : '#' };
    case 'A5r':
      return { keys: relationKeys[met?.relation ?? 'other'] };
    case 'A5m':
      return { keys: metIndex + 1 < truth.met.length ? '1' : '2' };
    case 'A6':
      return { keys: whereKeys[truth.where] };
    default:
      return undefined;
  }
}
