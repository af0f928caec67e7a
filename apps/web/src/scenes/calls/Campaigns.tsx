import type { Campaign } from '@truyvet/contract';
import { CampaignCard } from './CampaignCard.tsx';

type Props = { readonly title: string; readonly campaigns: readonly Campaign[] };

/** Some campaigns, newest first; nothing when there are none. */
export function Campaigns({ title, campaigns }: Props) {
  if (campaigns.length === 0) return null;
  return (
    <section className="panel flush">
      <h2>{title}</h2>
      <ul className="plain-list">
        {campaigns.map((campaign) => (
          <CampaignCard key={campaign.id} campaign={campaign} />
        ))}
      </ul>
    </section>
  );
}
