import { Button } from 'antd';
import { useLocale } from '../i18n/locale.ts';

/** Changes to the other language; the button is written in that language. */
export function LocaleSwitch() {
  const { locale, setLocale } = useLocale();
  const other = locale === 'vi' ? 'en' : 'vi';
  return (
    <Button type="text" className="on-dark" lang={other} onClick={() => setLocale(other)}>
      {other === 'vi' ? 'Tiếng Việt' : 'English'}
    </Button>
  );
}
