import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { f1PromptIds, f1Tracing } from './f1/f1Tracing.ts';
import { promptTexts, spokenPrompts } from './promptTexts.ts';
import { renderPrompt } from './render.ts';
import { example } from './testWalk.ts';

const texts = promptTexts(f1Tracing);
const said = (promptId: string, variables = {}) =>
  renderPrompt(f1Tracing, promptId, { ...example, ...variables }).map((piece) => ('text' in piece ? piece.text : piece.clip));

describe('the pieces of a prompt', () => {
  it('are cut at variables, and marks stay with the variable before them', () => {
    expect(said('M2')).toEqual([
      'Xin hỏi, đây có phải số máy của',
      'chị Nguyễn Thị Ví Dụ',
      'không ạ? Đúng thì bấm phím 1. Không phải thì bấm phím 2. Muốn gặp cán bộ thì bấm phím 0.',
    ]);
    expect(said('HT')[1]).toBe('Trung tâm Y tế Thiệu Hóa.');
  });

  it('leave out what hangs on something unknown', () => {
    expect(said('M1')).not.toContain('Cuộc gọi này miễn phí.');
    expect(said('M1', { mien_phi: true })).toContain('Cuộc gọi này miễn phí.');
    expect(said('A3', { ngay_tiep_xuc: null })[0]).toBe('Trong 14 ngày qua,');
    expect(said('A3')[1]).toBe('mùng 5 tháng 7');
  });

  it('are letter for letter among the fixed texts, or made of variables', () => {
    const fixed = new Set(
      texts.flatMap(({ pieces }) => pieces.filter((piece) => piece.kind === 'fixed').map((piece) => piece.text)),
    );
    const known = fc.record({
      ...Object.fromEntries(Object.keys(f1Tracing.variables).map((name) => [name, fc.constantFrom('Ví Dụ Riêng', null)])),
    });
    fc.assert(
      fc.property(known, (variables) => {
        for (const { pieces } of spokenPrompts(f1Tracing, variables)) {
          for (const piece of pieces)
            expect('text' in piece && (fixed.has(piece.text) || piece.text.includes('Ví Dụ Riêng'))).toBe(true);
        }
      }),
    );
  });

  it('tell each prompt from all others by at least one fixed piece that is always spoken', () => {
    const without = f1PromptIds.filter((id) => {
      const pieces = texts.find((prompt) => prompt.promptId === id && prompt.pace === 'normal')?.pieces ?? [];
      return !pieces.some((piece) => piece.identifies && !piece.when);
    });
    expect(without).toEqual([]);
  });

  it('are marked private from A1 on, and nothing before', () => {
    const open = texts.filter((prompt) => !prompt.sensitive && prompt.pace === 'normal').map((prompt) => prompt.promptId);
    expect(open).toEqual([
      'M1',
      'M2',
      'M2b',
      'M2wait',
      'M2later',
      'M2sorry',
      'M3',
      'WRONG',
      'URGENT',
      'OFFICER',
      'BYE',
      'STOP',
      'HT',
    ]);
  });

  it('come in the order in which they could be spoken, whatever the order in the document', () => {
    const sorted = Object.fromEntries(Object.entries(f1Tracing.prompts).sort(([a], [b]) => (a < b ? -1 : 1)));
    const order = spokenPrompts({ ...f1Tracing, prompts: sorted }, example).map((prompt) => prompt.promptId);
    expect(order.slice(0, 2)).toEqual(['M1', 'M2']);
    expect([...order].sort()).toEqual([...f1PromptIds].sort());
  });

  it('of a prompt that does not exist are refused', () => {
    expect(() => renderPrompt(f1Tracing, 'A99', example)).toThrow(RangeError);
  });
});
