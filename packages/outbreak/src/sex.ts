import { remembered } from './remembered.ts';
import { fold } from './text.ts';

export type Sex = 'male' | 'female';

const spellings: Readonly<Record<string, Sex>> = {
  nam: 'male',
  trai: 'male',
  m: 'male',
  male: 'male',
  'nam gioi': 'male',
  ong: 'male',
  nu: 'female',
  gai: 'female',
  f: 'female',
  female: 'female',
  'nu gioi': 'female',
  ba: 'female',
  n: 'female',
};

/** "Nam", "NỮ", "nu", "Trai"… Null when it is none of them. */
export const readSex = remembered((text: string): Sex | null => spellings[fold(text).replace(/[.\s]+$/u, '')] ?? null);
