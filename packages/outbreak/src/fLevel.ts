import { remembered } from './remembered.ts';
import { fold } from './text.ts';

const digitWords: Readonly<Record<string, number>> = { mot: 1, hai: 2, ba: 3, bon: 4 };

/**
 * What a list says about the level: "F1", "f 1", "F1 (tx gần)", "1", "F một", "tiếp xúc gần", "tiếp xúc F1" (that is an F2), "ca bệnh".
 * Null when nothing says it, or when two levels are named at once. The level itself is derived elsewhere; this is the stated one.
 */
export const readLevel = remembered((text: string): number | null => {
  const folded = fold(text);
  if (/^[0-9]$/u.test(folded)) return Number(folded);
  const contactOf = /(?:tiep xuc|tx|lien quan|nguoi nha|f\s*cua)\D{0,24}?f\s*([0-8])/u.exec(folded);
  const own = ownLevels(contactOf ? folded.replace(contactOf[0], ' ') : folded);
  if (own.size === 1) return [...own][0] ?? null;
  if (own.size > 1) return null;
  if (contactOf) return Number(contactOf[1]) + 1;
  if (/(?:tiep xuc|tx)(?: voi)? (?:ca benh|benh nhan|bn|nguoi benh|ca duong tinh)|(?:tiep xuc|tx) gan/u.test(folded)) return 1;
  if (/^(?:ca benh|benh nhan|duong tinh|ca mac|mac covid|ca duong tinh)/u.test(folded)) return 0;
  return null;
});

function ownLevels(folded: string): Set<number> {
  const digits = [...folded.matchAll(/(?<![a-z0-9])f[\s\-_.:]*0?([0-9])(?![0-9])/gu)].map((match) => Number(match[1]));
  const spelled = [...folded.matchAll(/(?<![a-z])f\s+(mot|hai|ba|bon)(?![a-z])/gu)].map(
    (match) => digitWords[match[1] ?? ''] ?? -1,
  );
  return new Set([...digits, ...spelled].filter((level) => level >= 0));
}

/** The level a title names ("DANH SÁCH F1 XÃ THIỆU VIÊN"), when it names exactly one. */
export function levelInTitle(text: string): number | null {
  const levels = ownLevels(fold(text));
  return levels.size === 1 ? ([...levels][0] ?? null) : null;
}
