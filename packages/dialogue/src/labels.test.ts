import { describe, expect, it } from 'vitest';
import { f1Tracing } from './f1/f1Tracing.ts';
import { optionLabel, questionLabel } from './labels.ts';

describe('labels for staff', () => {
  it('name each question and each choice', () => {
    expect(questionLabel(f1Tracing, 'A4')).toEqual({ vi: 'Số người trong nhà', en: 'Household size' });
    expect(optionLabel(f1Tracing, 'A5r', 'other')?.vi).toBe('Người khác');
    expect(optionLabel(f1Tracing, 'M2', 'other')?.vi).toBe('Không phải');
  });

  it('are null where nothing is asked', () => {
    expect([questionLabel(f1Tracing, 'A7'), questionLabel(f1Tracing, 'toString'), optionLabel(f1Tracing, 'A4', '3')]).toEqual([
      null,
      null,
      null,
    ]);
  });
});
