import type { Attempt } from '@truyvet/contract';
import { useText } from '../../i18n/useText.ts';

/** What the network said, for whoever has to ask the operator. */
export function NetworkLine({ attempt }: { readonly attempt: Attempt }) {
  const { t, clock } = useText();
  const { ringingAt, answeredAt, endedAt, sipStatus, q850Cause, trunk } = attempt;
  const parts = [
    ringingAt && t('network.ringing', { at: clock(ringingAt) }),
    answeredAt && t('network.answered', { at: clock(answeredAt) }),
    endedAt && t('network.ended', { at: clock(endedAt) }),
    sipStatus !== null && `SIP ${sipStatus}`,
    q850Cause !== null && `Q.850 ${q850Cause}`,
    t('network.trunk', { trunk }),
  ];
  return (
    <details className="network">
      <summary>{t('network.title')}</summary>
      {parts.filter(Boolean).join(' · ')}
    </details>
  );
}
