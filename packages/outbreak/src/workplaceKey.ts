import { nameKey } from './names.ts';

/** What is written long or short, as folded words; the short form stands for both. */
const shortForms: readonly (readonly [long: string, short: string])[] = [
  ['uy ban nhan dan', 'ubnd'],
  ['hop tac xa', 'htx'],
  ['khu cong nghiep', 'kcn'],
  ['tram y te', 'tyt'],
  ['benh vien', 'bv'],
  ['truong mam non', 'mn'],
  ['mam non', 'mn'],
  ['truong mau giao', 'mg'],
  ['mau giao', 'mg'],
  ['truong tieu hoc', 'th'],
  ['truong th', 'th'],
  ['tieu hoc', 'th'],
  ['truong trung hoc co so', 'thcs'],
  ['truong thcs', 'thcs'],
  ['trung hoc co so', 'thcs'],
  ['truong trung hoc pho thong', 'thpt'],
  ['truong thpt', 'thpt'],
  ['trung hoc pho thong', 'thpt'],
];

/** The legal forms of a company in every order and abbreviation: which of them it is, nobody knows who writes a list. */
const companyWords = [
  'cong ty',
  'c ty',
  'cty',
  'trach nhiem huu han',
  'tnhh',
  'mot thanh vien',
  'mtv',
  '1tv',
  'co phan',
  'cp',
  'doanh nghiep tu nhan',
  'dntn',
];
const company = new RegExp(`^(?:(?:${companyWords.join('|')}) )+`);

/**
 * By what the words of a list and a registered place are one workplace: without case, marks, punctuation and legal forms, common kinds of place in
 * their short form. "Cty TNHH MTV May Sông Mã" is "Công ty May Sông Mã"; it is neither "May Sông Mã" nor "Chợ Sông Mã".
 */
export function workplaceKey(words: string): string {
  const key = nameKey(words.replace(/[^\p{L}\p{M}\p{N}]+/gu, ' '));
  const named = key.replace(company, 'cty ');
  const form = shortForms.find(([long]) => named.startsWith(`${long} `));
  return form ? `${form[1]}${named.slice(form[0].length)}` : named;
}
