import { createContext, use } from 'react';
import { en } from './en.ts';
import { vi } from './vi.ts';

export type Locale = 'vi' | 'en';
export type TextKey = keyof typeof vi;
export type TextValues = Readonly<Record<string, string | number>>;

const texts: Readonly<Record<Locale, Readonly<Record<TextKey, string>>>> = { vi, en };
const storageKey = 'truyvet.locale';

/** The sentence behind `key`; `{name}` is filled from `values`. */
export function translate(locale: Locale, key: TextKey, values: TextValues = {}): string {
  return texts[locale][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Whether a word of ours exists for a code that came from the server, such as `disposition.busy`. */
export function isTextKey(key: string): key is TextKey {
  return key in vi;
}

/** The language chosen on this device before; Vietnamese otherwise. */
export function rememberedLocale(): Locale {
  return localStorage.getItem(storageKey) === 'en' ? 'en' : 'vi';
}

export function rememberLocale(locale: Locale): void {
  localStorage.setItem(storageKey, locale);
}

export type LocaleState = { readonly locale: Locale; readonly setLocale: (locale: Locale) => void };
export const LocaleContext = createContext<LocaleState>({ locale: 'vi', setLocale: () => undefined });

export function useLocale(): LocaleState {
  return use(LocaleContext);
}
