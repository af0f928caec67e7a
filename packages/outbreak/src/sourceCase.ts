import { remembered } from './remembered.ts';
import { fold, tidy } from './text.ts';

/** Who someone was in contact with, as the list says it: a case code, or words kept as written. */
export type SourceCase = { readonly code: string | null; readonly text: string | null };

/**
 * "BN12345", "bn 12.345", "Tiếp xúc F0: BN 12345 (Thường Xuân)" → code "BN 12345"; the text is kept beside it.
 * Words without a code ("chợ Vạn Hà") stay text.
 */
export const readSourceCase = remembered((cellText: string): SourceCase => {
  const text = tidy(cellText).slice(0, 200);
  if (text === '' || /^(?:-+|\?+|khong|khong ro|chua ro)$/u.test(fold(text))) return { code: null, text: null };
  const codes = [...fold(text).matchAll(/(?<![a-z])(?:bn|benh nhan)[\s.:_\-#]*(\d{1,3}(?:\.\d{3})+|\d{1,9})/gu)].map((match) =>
    (match[1] ?? '').replace(/\./gu, ''),
  );
  const distinct = new Set(codes);
  const code = distinct.size === 1 ? `BN ${codes[0]}` : null;
  return { code, text };
});
