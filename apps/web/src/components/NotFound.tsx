import { Link } from '@tanstack/react-router';
import { useText } from '../i18n/useText.ts';

/** For an address that leads nowhere. */
export function NotFound() {
  const { t } = useText();
  return (
    <section className="panel">
      <h1>{t('notFound.title')}</h1>
      <Link to="/">{t('notFound.back')}</Link>
    </section>
  );
}
