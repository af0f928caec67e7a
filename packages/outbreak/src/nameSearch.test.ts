import { describe, expect, it } from 'vitest';
import { readPeopleSearch } from './nameSearch.ts';

describe('what somebody types to find a person', () => {
  it('is folded words when it carries no mark', () => {
    expect(readPeopleSearch('  NGUYEN   van an ')).toEqual({ kind: 'name', words: ['nguyen', 'van', 'an'], marked: null });
  });

  it('means every mark when it carries one, with the tone in one place', () => {
    expect(readPeopleSearch('Trần Hoà An')).toEqual({
      kind: 'name',
      words: ['tran', 'hoa', 'an'],
      marked: ['trần', 'hòa', 'an'],
    });
    expect(readPeopleSearch('đào')).toEqual({ kind: 'name', words: ['dao'], marked: ['đào'] });
  });

  it('is the end of a number when it is digits, without the prefix that says nothing', () => {
    expect(readPeopleSearch('0936 036.115')).toEqual({ kind: 'phone', lastDigits: '936036115' });
    expect(readPeopleSearch('+84936036115')).toEqual({ kind: 'phone', lastDigits: '936036115' });
    expect(readPeopleSearch('6115')).toEqual({ kind: 'phone', lastDigits: '6115' });
    expect(readPeopleSearch('0115')).toEqual({ kind: 'phone', lastDigits: '0115' });
  });

  it('finds nobody when it is too little or nothing that stands in a name', () => {
    for (const text of ['', ' % _ ', '115', '\\', 'a '.repeat(11)]) expect(readPeopleSearch(text)).toEqual({ kind: 'nothing' });
  });
});
