import { maskPhone } from '../phone.ts';
import type { Evidence } from './evidence.ts';
import type { EvidenceCode } from './weights.ts';

type Sentence = { readonly vi: string; readonly en: string };

const sentences: Record<EvidenceCode, Sentence> = {
  'identity.same': { vi: 'Cùng số giấy tờ.', en: 'The same identity number.' },
  'identity.near': { vi: 'Số giấy tờ chỉ khác nhau một chữ số.', en: 'Identity numbers one digit apart.' },
  'identity.differs': { vi: 'Số giấy tờ khác nhau.', en: 'Different identity numbers.' },
  'phone.shared': {
    vi: 'Cùng số điện thoại {phone} ({people} người dùng số này).',
    en: 'The same phone {phone} (used by {people} people).',
  },
  'phone.none': { vi: 'Không có số điện thoại chung.', en: 'No phone in common.' },
  'name.same': { vi: 'Cùng họ tên.', en: 'The same name.' },
  'name.unmarked': { vi: 'Cùng họ tên, một bên không gõ dấu.', en: 'The same name, once typed without marks.' },
  'name.marks': { vi: 'Họ tên chỉ khác dấu.', en: 'Names that differ in their marks only.' },
  'name.order': { vi: 'Cùng các chữ trong họ tên, khác thứ tự.', en: 'The words of one name in another order.' },
  'name.typo': { vi: 'Họ tên chỉ khác một chữ cái.', en: 'Names one letter apart.' },
  'name.short': { vi: 'Một bên thiếu hoặc viết tắt tên đệm.', en: 'The middle name is missing or abbreviated in one.' },
  'name.swapped': {
    vi: 'Cùng họ, tên đệm và tên đảo nhau (thường là hai chị em).',
    en: 'Middle and given name swapped (as a rule two sisters).',
  },
  'name.different': { vi: 'Họ tên khác nhau.', en: 'Different names.' },
  'birth.day': { vi: 'Cùng ngày sinh.', en: 'The same day of birth.' },
  'birth.month': { vi: 'Cùng tháng và năm sinh.', en: 'The same month of birth.' },
  'birth.year': { vi: 'Cùng năm sinh.', en: 'The same year of birth.' },
  'birth.near': { vi: 'Năm sinh hoặc tuổi chênh một năm.', en: 'Births or ages a year apart.' },
  'birth.swapped': { vi: 'Ngày và tháng sinh đảo nhau.', en: 'Day and month of birth swapped.' },
  'birth.differs': { vi: 'Ngày sinh khác nhau.', en: 'Different births.' },
  'sex.same': { vi: 'Cùng giới tính.', en: 'The same sex.' },
  'sex.differs': { vi: 'Giới tính khác nhau.', en: 'Different sexes.' },
  'place.same': { vi: 'Cùng thôn.', en: 'The same hamlet.' },
  'place.differs': { vi: 'Khác thôn.', en: 'Different hamlets.' },
};

/** The sentence for a reader; the number is masked, as everywhere outside a person's own page. */
export function evidenceText(evidence: Pick<Evidence, 'code' | 'phone' | 'people'>, locale: 'vi' | 'en'): string {
  const phone = evidence.phone === undefined ? '?' : maskPhone(evidence.phone);
  return sentences[evidence.code][locale].replace('{phone}', phone).replace('{people}', String(evidence.people ?? '?'));
}

/** Weight in words for a reader who does not think in bits. */
export const speaksFor = (evidence: Evidence): boolean => evidence.weight > 0;
