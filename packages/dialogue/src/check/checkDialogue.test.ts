import { describe, expect, it } from 'vitest';
import type { Dialogue, Step } from '../dialogue.ts';
import { start, step } from '../engine.ts';
import { f1Tracing } from '../f1/f1Tracing.ts';
import { parseDialogue } from '../parseDialogue.ts';
import { example, goOn } from '../testWalk.ts';
import { checkDialogue } from './checkDialogue.ts';
import { dialogueProblems, dialogueProblemText } from './problems.ts';

type Change = { steps?: Record<string, Step>; prompts?: Dialogue['prompts']; variables?: Dialogue['variables'] };

/** The F1 dialogue with something replaced or added. */
const changed = (change: Change): Dialogue => ({
  ...f1Tracing,
  steps: { ...f1Tracing.steps, ...change.steps },
  prompts: { ...f1Tracing.prompts, ...change.prompts },
  variables: { ...f1Tracing.variables, ...change.variables },
});

const say = (prompt: string, next: string): Step => ({ type: 'say', prompt, next });
const text = (words: string, more: { slow?: string } = {}) => ({ text: words, bargeIn: true, ...more });
const M2 = f1Tracing.steps['M2'];
const A3 = f1Tracing.steps['A3'];
const A4 = f1Tracing.steps['A4'];
if (M2?.type !== 'choose' || A3?.type !== 'choose' || A4?.type !== 'number') throw new Error('the F1 dialogue changed');
const option = (value: string, next: string) => ({ value, label: { vi: value, en: value }, next });

const faults: readonly { readonly title: string; readonly change: Change; readonly found: string }[] = [
  {
    title: 'a question about health before the gate',
    change: { steps: { M1: say('M1', 'A2') } },
    found: 'gate.sensitivePrompt A2',
  },
  {
    title: 'a way around the gate when nobody answers it',
    change: { steps: { noAnswer: say('A7', 'endNoAnswer') } },
    found: 'gate.sensitivePrompt A7',
  },
  {
    title: 'a telling word in the opening',
    change: { prompts: { M1: text('Xin chào, {xung} là F1 phải không ạ?') } },
    found: 'gate.sensitivePrompt M1',
  },
  {
    title: 'a telling word without its marks',
    change: { prompts: { HT: text('Cuoc goi ve viec cach ly.') } },
    found: 'gate.sensitivePrompt HT',
  },
  {
    title: 'a telling word only in the slow wording',
    change: { prompts: { M3: text('Xin bấm năm sinh.', { slow: 'Về việc xét nghiệm, xin bấm năm sinh.' }) } },
    found: 'gate.sensitivePrompt M3',
  },
  {
    title: 'a telling variable in the message left with a relative',
    change: { prompts: { M2later: text('Nhờ nhắn {xung} {ten} về ngày {ngay_tiep_xuc}.') } },
    found: 'gate.sensitivePrompt M2later',
  },
  {
    title: 'a sentence that hangs on a telling variable',
    change: { prompts: { M2sorry: text('[level?Xin {xung} giữ sức khỏe.]') } },
    found: 'gate.sensitivePrompt M2sorry',
  },
  {
    title: 'a branch on the level before the gate',
    change: {
      steps: {
        M1: { type: 'branch', cases: [{ when: { variable: 'level', is: 'F1' }, next: 'M2' }], otherwise: 'M2b' },
      },
    },
    found: 'gate.sensitiveBranch level',
  },
  {
    title: 'another wording by the level before the gate',
    change: { steps: { M2: { ...M2, promptWhen: [{ when: { not: { variable: 'level', known: true } }, prompt: 'M2' }] } } },
    found: 'gate.sensitiveBranch level',
  },
  {
    title: 'a branch before the gate on an answer given behind it',
    change: {
      steps: { M2wait: { type: 'branch', cases: [{ when: { answer: 'A2', is: 'yes' }, next: 'M1' }], otherwise: 'M2b' } },
    },
    found: 'gate.sensitiveBranch A2',
  },
  { title: 'a step that does not exist', change: { steps: { M1: say('M1', 'M9') } }, found: 'step.unknown M9' },
  { title: 'a prompt that does not exist', change: { steps: { M1: say('M9', 'M2') } }, found: 'prompt.unknown M9' },
  { title: 'a step nobody reaches', change: { steps: { lost: say('M1', 'M2') } }, found: 'step.unreachable lost' },
  { title: 'steps that never end', change: { steps: { M2sorry: say('M2sorry', 'M2sorry') } }, found: 'step.neverEnds M2sorry' },
  {
    title: 'steps that go round in silence',
    change: { steps: { M2sorry: { type: 'set', variable: 'mien_phi', value: true, next: 'M2sorry' } } },
    found: 'step.spins M2sorry',
  },
  {
    title: 'a loop that is none',
    change: { steps: { A3: { ...A3, loop: 'A4' } } },
    found: 'loop.unknown A4',
  },
  {
    title: 'an undeclared variable in a text',
    change: { prompts: { BYE: text('Chào {ai_do}.') } },
    found: 'variable.unknown ai_do',
  },
  {
    title: 'an undeclared variable in a condition of an alert',
    change: { steps: { A4: { ...A4, raise: [{ errand: 'symptoms', when: { variable: 'can_nang', atLeast: 1 } }] } } },
    found: 'variable.unknown can_nang',
  },
  {
    title: 'a condition on the answer to something that asks nothing',
    change: { steps: { A3: { ...A3, promptWhen: [{ when: { answer: 'A7', is: 'yes' }, prompt: 'A3' }] } } },
    found: 'answer.unknown A7',
  },
  { title: 'a bracket left open', change: { prompts: { BYE: text('Chào [ten?{ten}.') } }, found: 'prompt.syntax [ten?' },
  { title: 'a brace without a name', change: { prompts: { BYE: text('Chào {}.') } }, found: 'prompt.syntax {}.' },
  { title: 'a prompt too long to listen to', change: { prompts: { BYE: text('và '.repeat(111)) } }, found: 'prompt.tooLong 111' },
  {
    title: 'an option on a key that commands',
    change: { steps: { M2: { ...M2, options: { ...M2.options, '9': option('nine', 'M3') } } } },
    found: 'key.illegal 9',
  },
  {
    title: 'a yes/no question with yes on 2',
    change: { steps: { A3: { ...A3, options: { '2': option('yes', 'A4'), '1': option('no', 'A4') } } } },
    found: 'key.meaning ',
  },
  {
    title: 'an option nobody is told of',
    change: { steps: { M2: { ...M2, options: { ...M2.options, '3': option('other', 'M3') } } } },
    found: 'key.unspoken 3',
  },
  { title: 'a range without numbers', change: { steps: { A4: { ...A4, min: 60 } } }, found: 'range.empty 60–50' },
];

describe('the publishing check', () => {
  it.each(faults)('refuses $title', ({ change, found }) => {
    const problems = checkDialogue(changed(change)).map((problem) => `${problem.code} ${problem.detail}`);
    expect(problems.some((problem) => problem.startsWith(found))).toBe(true);
  });

  it('knows a fault for every code it has', () => {
    const shown = new Set(faults.map((fault) => fault.found.split(' ')[0]));
    const codes = Object.keys(dialogueProblems).filter((code) => code !== 'document.invalid');
    expect(codes.filter((code) => !shown.has(code))).toEqual([]);
  });

  it('closes the gate for the next person on a shared phone', () => {
    const M3 = f1Tracing.steps['M3'];
    if (M3?.type !== 'identity') throw new Error('the F1 dialogue changed');
    // After the first person's A1 a second one is asked; who fails hears the private closing all the same.
    const shared = changed({ steps: { A2: { ...M3, next: 'A3', onFailed: 'A7' } } });
    expect(checkDialogue(shared)).toContainEqual({ code: 'gate.sensitivePrompt', path: ['steps', 'A7'], detail: 'A7' });
    const { told } = goOn(shared, start(shared, example, { todayYear: 2021 }), 'E 1 1985 1 1990 1991');
    expect(told.slice(-2)).toEqual(['errand identityUnknown', 'end identityFailed']);
  });

  it('lets the word list raise, never the author lower', () => {
    const lowered = { ...f1Tracing.prompts['A1F2'], sensitive: false };
    expect(parseDialogue({ ...f1Tracing, prompts: { ...f1Tracing.prompts, A1F2: lowered } }).ok).toBe(false);
  });

  it('lets a hotline name its menu to an unknown caller, but nothing from a record', () => {
    const menu = text('Hỏi về cách ly và xét nghiệm, bấm phím 1.');
    const incoming: Dialogue = { ...changed({ prompts: { M1: menu } }), direction: 'incoming' };
    expect(checkDialogue(incoming)).toEqual([]);
    const telling = { ...incoming, prompts: { ...incoming.prompts, M1: text('Cấp của {xung} là {level}.') } };
    expect(checkDialogue(telling)[0]?.code).toBe('gate.sensitivePrompt');
  });

  it('is backed by the engine: an unchecked dialogue that goes around the gate falls silent', () => {
    const around = changed({ steps: { M1: say('M1', 'A2') } });
    const first = start(around, example, { todayYear: 2021 });
    const { effects } = step(around, first.session, { kind: 'promptEnded' });
    expect(effects.map((effect) => effect.kind)).toEqual(['errand', 'end']);
  });
});

describe('reading a dialogue', () => {
  it('gives back what was written, as text or as a value', () => {
    expect(parseDialogue(JSON.stringify(f1Tracing))).toEqual({ ok: true, dialogue: f1Tracing });
  });

  it('names the place of each fault', () => {
    const broken = { ...f1Tracing, steps: { ...f1Tracing.steps, A4: { ...f1Tracing.steps['A4'], max: 'nhiều' } } };
    const read = parseDialogue(broken);
    expect(read.ok ? [] : read.problems.map((problem) => problem.path.join('.'))).toEqual(['steps.A4.max']);
  });

  it.each([
    ['', 'not JSON'],
    ['{', 'cut short'],
    ['null', 'null'],
    ['[]', 'a list'],
  ])('refuses %j (%s) with a sentence', (json) => {
    const read = parseDialogue(json);
    const [first] = read.ok ? [] : read.problems;
    expect(first && dialogueProblemText(first, 'vi')).toMatch(/^Kịch bản sai cấu trúc/);
  });
});
