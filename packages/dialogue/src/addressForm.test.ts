import { describe, expect, it } from 'vitest';
import { addressForm } from './addressForm.ts';

describe('how a person is addressed', () => {
  it.each([
    [{ birthYear: 1961, sex: 'male' }, 'ông', false],
    [{ birthYear: 1961, sex: 'female' }, 'bà', false],
    [{ birthYear: 1962, sex: 'male' }, 'anh', false],
    [{ birthYear: 2003, sex: 'female' }, 'chị', false],
    [{ birthYear: 2004, sex: 'female' }, 'quý vị', true],
    [{ age: 0 }, 'quý vị', true],
    [{ age: 70, sex: 'female' }, 'bà', false],
    [{ birthYear: 1990, age: 70, sex: 'female' }, 'chị', false],
    [{ age: 40, sex: null }, 'quý vị', false],
    [{ sex: 'male' }, 'quý vị', false],
    [{ birthYear: null, age: null, sex: 'male' }, 'quý vị', false],
  ] as const)('%j is %s, guardian %s', (input, xung, guardian) => {
    expect(addressForm({ ...input, todayYear: 2021 })).toEqual({ xung, guardian });
  });
});
