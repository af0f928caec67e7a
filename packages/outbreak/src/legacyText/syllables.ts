/**
 * The syllables of Vietnamese: an onset, a rhyme and a tone. The lists are this project's own, after the usual school grammar; they hold every
 * syllable that names and addresses use, and some that nobody does.
 */
export const onsets = ' b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x'.split(' ');

export const rhymes = [
  'a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây',
  'e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu',
  'i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu',
  'o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot',
  'ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt',
  'u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uyn uynh uyp uyt uyu',
  'ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu',
  'y yêm yên yêng yêt yêu ych ynh yt',
].flatMap((line) => line.split(' '));

/** ngang, sắc, huyền, hỏi, ngã, nặng as combining marks. */
export const toneMarks = ['', '\u0301', '\u0300', '\u0309', '\u0303', '\u0323'] as const;

const known = new Set(onsets.flatMap((onset) => rhymes.map((rhyme) => onset + rhyme)));
const stops = /(?:c|ch|p|t)$/u;

/** Could this word stand in Vietnamese text? Case and the place of the tone do not count. */
export function isSyllable(word: string): boolean {
  const marks = word.toLowerCase().normalize('NFD');
  const found = marks.match(/[\u0301\u0300\u0309\u0303\u0323]/gu) ?? [];
  const base = marks.replace(/[\u0301\u0300\u0309\u0303\u0323]/gu, '').normalize('NFC');
  if (found.length > 1 || !known.has(base)) return false;
  return !stops.test(base) || found.length === 0 || found[0] === '\u0301' || found[0] === '\u0323';
}

/** Which share of the words with a letter beyond ASCII are syllables; 0 when there is none. */
export function syllableShare(text: string): number {
  const marked = text.split(/[\s\d,.;:/()"'&+|-]+/u).filter((word) => /[^\p{ASCII}]/u.test(word));
  return marked.length === 0 ? 0 : marked.filter(isSyllable).length / marked.length;
}
