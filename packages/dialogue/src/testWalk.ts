import type { Dialogue } from './dialogue.ts';
import { type Stepped, start, step } from './engine.ts';
import type { Session, Variables } from './session.ts';
import type { Effect, Input } from './types.ts';

/** A person of the tests: plainly made up. */
export const example = {
  co_quan: 'Trung tâm Y tế Thiệu Hóa',
  tram: 'Trạm Y tế xã Thiệu Ngọc',
  so_goi_lai: '0936036115',
  xung: 'chị',
  ten: 'Nguyễn Thị Ví Dụ',
  nam_sinh: 1985,
  level: 'F1',
  ngay_tiep_xuc: '2021-07-05',
} as const satisfies Variables;

/**
 * A call written in one line, for tables of cases. Words are separated by spaces:
 * `E` the prompt was heard to its end, `S` silence, `R` two seconds recorded, `r` nothing recorded, `V` a machine was detected, `H` hung up;
 * anything else is keys, one input each (`1957`, `4#`, `*`).
 */
export function inputsOf(path: string): readonly Input[] {
  return path.split(' ').flatMap((word): readonly Input[] => {
    if (word === 'E') return [{ kind: 'promptEnded' }];
    if (word === 'S') return [{ kind: 'promptEnded' }, { kind: 'silence' }];
    if (word === 'R') return [{ kind: 'promptEnded' }, { kind: 'recorded', recordingId: 'rec', durationMs: 2000 }];
    if (word === 'r') return [{ kind: 'promptEnded' }, { kind: 'recorded', recordingId: 'rec', durationMs: 0 }];
    if (word === 'V') return [{ kind: 'machineDetected', reason: 'greeting' }];
    if (word === 'H') return [{ kind: 'hungUp' }];
    return [...word].map((key) => ({ kind: 'key', key }));
  });
}

/** Plays a path through a dialogue and tells each effect in a word or two (`play A2`, `answer A2 yes`, `alert severeSign`). */
export function walk(dialogue: Dialogue, path: string, variables: Variables = example) {
  const first = start(dialogue, variables, { todayYear: 2021 });
  return goOn(dialogue, first, path);
}

/** Goes on from a session already under way. */
export function goOn(
  dialogue: Dialogue,
  from: Stepped,
  path: string,
): { readonly session: Session; readonly told: readonly string[] } {
  const effects: Effect[] = [...from.effects];
  let { session } = from;
  for (const input of path === '' ? [] : inputsOf(path)) {
    const next = step(dialogue, session, input);
    session = next.session;
    effects.push(...next.effects);
  }
  return { session, told: effects.filter((effect) => effect.kind !== 'listen' && effect.kind !== 'record').map(tell) };
}

export function tell(effect: Effect): string {
  switch (effect.kind) {
    case 'play':
      return `play ${effect.promptId}${effect.pace === 'slow' ? ' slow' : ''}`;
    case 'answer':
      return `answer ${effect.answer.stepId}${effect.answer.round > 0 ? `/${effect.answer.round}` : ''} ${effect.answer.value.value}`;
    case 'alert':
      return `alert ${effect.code}`;
    case 'errand':
      return `errand ${effect.code}${effect.round > 0 ? `/${effect.round}` : ''}`;
    case 'identified':
      return effect.weak ? 'identified weakly' : 'identified';
    case 'callBackLater':
      return `callBackLater ${effect.reason}`;
    case 'end':
      return `end ${effect.outcome}`;
    case 'listen':
    case 'record':
      return `${effect.kind} ${effect.maxMs}`;
  }
}
