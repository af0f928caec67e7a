import { PlusOutlined } from '@ant-design/icons';
import { LinkButton } from '../../components/LinkButton.tsx';
import { useSession } from '../../hooks/useSession.ts';
import { useText } from '../../i18n/useText.ts';
import { Board } from './Board.tsx';
import { Campaigns } from './Campaigns.tsx';

/** Calling campaigns and the calls under way. */
export function Calls() {
  const { t } = useText();
  const { data: session } = useSession();
  return (
    <div className="stack">
      <div className="scene-head">
        <h1>{t('calls.title')}</h1>
        {session?.can.startCampaigns && (
          <LinkButton icon={<PlusOutlined />} to="/calls/new">
            {t('calls.start')}
          </LinkButton>
        )}
      </div>
      <Board />
      <Campaigns />
    </div>
  );
}
