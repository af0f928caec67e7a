import { useSession } from '../../hooks/useSession.ts';
import { useText } from '../../i18n/useText.ts';
import { ListHistory } from './ListHistory.tsx';
import { UploadPanel } from './UploadPanel.tsx';

/** Lists sent so far, and the place to drop the next one. */
export function Lists() {
  const { t } = useText();
  const { data: session } = useSession();
  return (
    <div className="stack">
      <div className="scene-head">
        <h1>{t('lists.title')}</h1>
      </div>
      {session?.can.importLists && <UploadPanel />}
      <ListHistory />
    </div>
  );
}
