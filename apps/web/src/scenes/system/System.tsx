import { NotFound } from '../../components/NotFound.tsx';
import { useSetsSystem } from '../../hooks/useSetsSystem.ts';
import { useText } from '../../i18n/useText.ts';
import { DefaultOutbreak } from './DefaultOutbreak.tsx';
import { OpenOutbreak } from './OpenOutbreak.tsx';
import { OutbreakTable } from './OutbreakTable.tsx';

/** What is one for the whole system, for its administrators. */
export function System() {
  const { t } = useText();
  const setsSystem = useSetsSystem();
  if (!setsSystem) return <NotFound />;
  return (
    <div className="stack">
      <div className="scene-head">
        <h1>{t('system.title')}</h1>
      </div>
      <OutbreakTable />
      <div className="two-columns">
        <DefaultOutbreak />
        <OpenOutbreak />
      </div>
    </div>
  );
}
