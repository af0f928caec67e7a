import type { Campaign } from '@truyvet/contract';
import { useText } from '../../i18n/useText.ts';
import { CampaignButtons } from './CampaignButtons.tsx';
import './campaigns.css';

/** One campaign: state, how far it is, how it may call. */
export function CampaignCard({ campaign }: { readonly campaign: Campaign }) {
  const { t, number, instant } = useText();
  const { tasks, policy, units } = campaign;
  const windows = policy.windows.map(([from, to]) => `${from}–${to}`).join(', ');
  return (
    <li className="campaign">
      <div className="campaign-text">
        <h3>
          {campaign.name}{' '}
          <span className={`campaign-state campaign-${campaign.state}`}>{t(`campaignState.${campaign.state}`)}</span>
        </h3>
        <div className="small">
          {t('calls.progress', {
            done: number(tasks.done),
            total: number(tasks.total),
            givenUp: number(tasks.givenUp),
            due: number(tasks.due + tasks.underWay),
          })}
        </div>
        <div className="quiet small">
          {units.map((unit) => unit.name).join(', ')} · {t('calls.windowsShort', { windows })} ·{' '}
          {t('calls.began', { at: instant(campaign.createdAt), by: campaign.createdBy ?? '–' })}
        </div>
      </div>
      <CampaignButtons campaign={campaign} />
    </li>
  );
}
