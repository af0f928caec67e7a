import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/api.ts';
import { Loading } from '../../components/Loading.tsx';
import { ProblemPanel } from '../../components/ProblemPanel.tsx';
import { useText } from '../../i18n/useText.ts';
import { CampaignCard } from './CampaignCard.tsx';

/** Every campaign the user sees, newest first. */
export function Campaigns() {
  const { t } = useText();
  const { data, error, refetch } = useQuery({ queryKey: ['campaigns'], queryFn: api.campaigns, refetchInterval: 5_000 });
  if (error) return <ProblemPanel error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <section className="panel flush">
      <h2>{t('calls.campaigns')}</h2>
      {data.items.length === 0 && <p className="quiet empty">{t('calls.none')}</p>}
      <ul className="plain-list">
        {data.items.map((campaign) => (
          <CampaignCard key={campaign.id} campaign={campaign} />
        ))}
      </ul>
    </section>
  );
}
