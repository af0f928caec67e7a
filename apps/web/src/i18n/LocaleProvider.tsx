import { App, ConfigProvider } from 'antd';
import enUS from 'antd/es/locale/en_US';
import viVN from 'antd/es/locale/vi_VN';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { theme } from '../theme.ts';
import { type Locale, LocaleContext, rememberedLocale, rememberLocale } from './locale.ts';

const componentLocales = { vi: viVN, en: enUS } as const;

/** Gives the whole desk one language, antd's own words included, and keeps the choice on this device. */
export function LocaleProvider({ children }: { readonly children: ReactNode }) {
  const [locale, setLocale] = useState<Locale>(rememberedLocale);
  useEffect(() => {
    document.documentElement.lang = locale;
    rememberLocale(locale);
  }, [locale]);
  const state = useMemo(() => ({ locale, setLocale }), [locale]);
  return (
    <LocaleContext value={state}>
      <ConfigProvider locale={componentLocales[locale]} theme={theme}>
        <App>{children}</App>
      </ConfigProvider>
    </LocaleContext>
  );
}
