import { parseName } from './names.ts';
import { remembered } from './remembered.ts';
import { tidy } from './text.ts';

/** The one person whom a source cell names. */
export type SourceName = {
  readonly full: string;
  /** As `person.name_key`. */
  readonly key: string;
  /** What the cell says that they are ("F1 Nguyễn Văn Ánh"); null when it does not say. */
  readonly level: number | null;
};

/**
 * "F1 Nguyễn Văn Ánh", "Tiếp xúc với ông Nguyễn Văn Ánh", "NGUYỄN VĂN ÁNH (F1)" → that name. Null for whatever is not clearly one full name of two
 * words or more and nothing else: two people, somebody's relative ("con ông …", "F1 của …"), a place, a case's code. Those stay words.
 */
export const readSourceName = remembered((cellText: string): SourceName | null => {
  const said = withoutLevels(withoutContact(tidy(cellText)));
  if (said === null) return null;
  const bare = said.text.replace(title, '');
  if (!likeName.test(bare) || !oneCase(bare) || notOneName(bare.toLowerCase())) return null;
  const name = parseName(bare);
  return name === null || name.note !== null ? null : { full: name.full, key: name.key, level: said.level };
});

/** "ông" before a whole name is a title. "Con", "cháu", "em" may be somebody else's child: they are left, and no name begins with them. */
const title = /^(?:ông|bà|anh|chị)[.:]?\s+(?=\p{L}+\s+\p{L})/iu;

/** Two to seven words of letters. */
const likeName = /^\p{L}[\p{L}\p{M}'’]*(?: \p{L}[\p{L}\p{M}'’]*){1,6}$/u;

/** Written as names are: every word with a capital, or the whole in one case. "chợ Vạn Hà" is neither. */
function oneCase(text: string): boolean {
  return text === text.toLowerCase() || text.split(' ').every((word) => /^\p{Lu}/u.test(word));
}

/**
 * Beginnings of something else than a person's own name (relatives, other titles, places, occasions), with their marks: "Trương", "Chu" and "Tô" are family
 * names. What is typed without marks and looks like a name is found to be nobody's.
 */
const otherBeginnings =
  /^(?:con|vợ|chồng|mẹ|bố|cha|em|cháu|bé|cô|chú|bác|cậu|dì|mợ|thím|ông|bà|anh|chị|nhà|gia đình|người|chợ|quán|cửa hàng|công ty|trường|thôn|xóm|khu|xã|tổ|bệnh viện|trạm|đám|chuyến|xe|tiếp xúc|chưa|không|cùng|đi|chong|gia dinh|nguoi|cong ty|benh vien|tiep xuc|khong|cung)(?= |$)/u;
const joiningWords = / (?:và|với|của|hoặc|ở|va|voi|cua|hoac) /u;
const notOneName = (lower: string): boolean => otherBeginnings.test(lower) || joiningWords.test(lower);

function withoutContact(text: string): string {
  return text.replace(/^(?:có\s+)?(?:tiếp\s+xúc|tiep\s+xuc|t\/?x)(?:\s+(?:gần|trực tiếp))?(?:\s+(?:với|voi))?\s*:?\s*/iu, '');
}

/** Takes the levels away that stand before or behind the name; null when they contradict each other. */
function withoutLevels(text: string): { readonly text: string; readonly level: number | null } | null {
  const before = /^(?:ca\s+)?f\s?([0-9])(?:\s*[:.,\-–]\s*|\s+)(?=\p{L})/iu.exec(text);
  const rest = before === null ? text : text.slice(before[0].length);
  const after = /\s*(?:\(\s*(?:là\s+)?f\s?([0-9])\s*\)|\[\s*f\s?([0-9])\s*\]|[\s,:\-–]\s*f\s?([0-9]))[.\s]*$/iu.exec(rest);
  const levels = [before?.[1], after?.[1] ?? after?.[2] ?? after?.[3]].flatMap((one) => (one === undefined ? [] : [Number(one)]));
  if (levels[1] !== undefined && levels[0] !== levels[1]) return null;
  const bare = after === null ? rest : rest.slice(0, after.index);
  return { text: bare.replace(/[.,;:\s]+$/u, ''), level: levels[0] ?? null };
}
