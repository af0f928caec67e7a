import type { TrunkState } from '@truyvet/contract';
import { Alert } from 'antd';
import { useText } from '../../i18n/useText.ts';

/** Shown only while the operator's line is down. */
export function TrunkAlarm({ trunk }: { readonly trunk: TrunkState }) {
  const { t, locale, instant } = useText();
  if (trunk.state !== 'down') return null;
  const since = trunk.since === null ? '' : t('board.trunkSince', { since: instant(trunk.since) });
  return (
    <div role="alert">
      <Alert
        type="error"
        showIcon
        title={t('board.trunkDown', { trunk: trunk.name })}
        description={[trunk.message?.[locale], since].filter(Boolean).join(' ')}
      />
    </div>
  );
}
