import { describe, expect, it } from 'vitest';
import { readResultSearch } from './resultSearch.ts';

describe('the address of the results', () => {
  it('keeps the filters it knows', () => {
    expect(readResultSearch({ unitId: '12', reach: 'waiting', openAlert: true, q: '0936' })).toEqual({
      unitId: 12,
      reach: 'waiting',
      openAlert: true,
      q: '0936',
    });
  });

  it('drops whatever it does not know', () => {
    expect(readResultSearch({ unitId: '-1', reach: 'x', disposition: 'y', symptoms: 3, openErrand: 'no', q: '' })).toEqual({});
  });
});
