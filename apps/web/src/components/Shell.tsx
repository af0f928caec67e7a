import { Outlet } from '@tanstack/react-router';
import { useText } from '../i18n/useText.ts';
import { Brand } from './Brand.tsx';
import { LocaleSwitch } from './LocaleSwitch.tsx';
import { Navigation } from './Navigation.tsx';
import { UserMenu } from './UserMenu.tsx';

/** The frame around every scene: on a laptop a column of links at the left, on a telephone a bar at the bottom. */
export function Shell() {
  const { t } = useText();
  return (
    <div className="shell">
      <a className="skip-link" href="#scene">
        {t('shell.skip')}
      </a>
      <header className="shell-header">
        <Brand />
        <div className="shell-tools">
          <LocaleSwitch />
          <UserMenu />
        </div>
      </header>
      <Navigation />
      <main id="scene" className="scene" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}
