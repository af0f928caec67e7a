import { describe, expect, it } from 'vitest';
import { fileOf } from './fileOf.ts';

describe('the file that brought a declaration', () => {
  it('is what stands before the row, also in a name with the sign of rows', () => {
    expect(fileOf({ channel: 'import', sourceRef: 've-que.xlsx#12' })).toBe('ve-que.xlsx');
    expect(fileOf({ channel: 'import', sourceRef: 'thôn #3.csv#7' })).toBe('thôn #3.csv');
  });

  it('is none of what somebody declared by themselves or an officer wrote down', () => {
    expect(fileOf({ channel: 'phone', sourceRef: 'sổ trực#12' })).toBeUndefined();
    expect(fileOf({ channel: 'import', sourceRef: null })).toBeUndefined();
  });
});
