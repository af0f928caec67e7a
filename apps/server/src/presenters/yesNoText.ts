import type { Bilingual } from '@truyvet/contract';

const words = {
  yes: { vi: 'Có', en: 'Yes' },
  no: { vi: 'Không', en: 'No' },
  unsure: { vi: 'Không rõ', en: 'Not sure' },
} as const;

/** A yes/no answer in words; nothing for a question that was not answered. */
export const yesNoText = (value: 'yes' | 'no' | 'unsure' | null): Bilingual => (value ? words[value] : { vi: '', en: '' });
