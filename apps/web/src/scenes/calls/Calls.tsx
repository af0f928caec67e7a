import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/api.ts';
import { LinkButton } from '../../components/LinkButton.tsx';
import { ProblemPanel } from '../../components/ProblemPanel.tsx';
import { useSession } from '../../hooks/useSession.ts';
import { useText } from '../../i18n/useText.ts';
import { Board } from './Board.tsx';
import { Campaigns } from './Campaigns.tsx';

/** The campaigns that call, the calls under way, and the campaigns that are over. */
export function Calls() {
  const { t } = useText();
  const { data: session } = useSession();
  const { data, error } = useQuery({ queryKey: ['campaigns'], queryFn: api.campaigns, refetchInterval: 5_000 });
  const campaigns = data?.items ?? [];
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
      {error && <ProblemPanel error={error} />}
      {data?.items.length === 0 && <p className="panel quiet">{t('calls.none')}</p>}
      <Board>
        <Campaigns title={t('calls.campaigns')} campaigns={campaigns.filter(({ state }) => state !== 'closed')} />
      </Board>
      <Campaigns title={t('calls.closedCampaigns')} campaigns={campaigns.filter(({ state }) => state === 'closed')} />
    </div>
  );
}
