import { Alert } from 'antd';
import { ProblemPanel } from '../../components/ProblemPanel.tsx';
import { useText } from '../../i18n/useText.ts';
import { useCampaignPreview } from './useCampaignPreview.ts';

type Props = { readonly outbreakId: number | undefined; readonly unitIds: readonly number[] | undefined };

/** Says in words whom a start would call. */
export function CampaignPreview({ outbreakId, unitIds }: Props) {
  const { t, number } = useText();
  const { data, error } = useCampaignPreview(outbreakId, unitIds);
  if (error) return <ProblemPanel error={error} />;
  if (!data) return null;
  const also = [
    data.withoutPhone > 0 ? t('start.withoutPhone', { count: number(data.withoutPhone) }) : '',
    data.alreadyWaiting > 0 ? t('start.alreadyWaiting', { count: number(data.alreadyWaiting) }) : '',
  ];
  return (
    <Alert
      type={data.toCall > 0 ? 'info' : 'warning'}
      showIcon
      title={data.toCall > 0 ? t('start.willCall', { count: number(data.toCall) }) : t('start.nobody')}
      description={also.filter(Boolean).join(' ') || undefined}
    />
  );
}
