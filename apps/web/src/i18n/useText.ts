import { useMemo } from 'react';
import { createFormats, type Formats } from './formats.ts';
import { isTextKey, type Locale, type TextKey, type TextValues, translate, useLocale } from './locale.ts';

export type Text = Formats & {
  readonly locale: Locale;
  readonly t: (key: TextKey, values?: TextValues) => string;
  /** The word for a code of the server (`word('disposition', 'busy')`); the code itself when we have no word for it. */
  readonly word: (family: string, code: string) => string;
};

/** Words, dates and numbers in the language of the desk. */
export function useText(): Text {
  const { locale } = useLocale();
  return useMemo(() => createText(locale), [locale]);
}

function createText(locale: Locale): Text {
  const t = (key: TextKey, values?: TextValues) => translate(locale, key, values);
  const word = (family: string, code: string) => {
    const key = `${family}.${code}`;
    return isTextKey(key) ? t(key) : code;
  };
  return { locale, t, word, ...createFormats(locale) };
}
