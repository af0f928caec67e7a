import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { StartCampaignBody } from '@truyvet/contract';
import { Modal } from 'antd';
import { api } from '../../api/api.ts';
import { ProblemPanel } from '../../components/ProblemPanel.tsx';
import { useText } from '../../i18n/useText.ts';
import { CampaignPreview } from './CampaignPreview.tsx';

type Props = { readonly body: StartCampaignBody; readonly onClose: () => void };

/** The last word before telephones ring: whom, when, how often, in plain sentences. */
export function ConfirmStart({ body, onClose }: Props) {
  const { t } = useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const start = useMutation({
    mutationFn: api.startCampaign,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['campaigns'] });
      await navigate({ to: '/calls' });
    },
  });
  const { policy } = body;
  const windows = policy.windows.map(([from, to]) => `${from}–${to}`).join(', ');
  return (
    <Modal
      open
      title={t('confirm.title', { name: body.name })}
      okText={t('confirm.yes')}
      confirmLoading={start.isPending}
      onOk={() => start.mutate(body)}
      onCancel={onClose}
    >
      <div className="stack">
        <CampaignPreview outbreakId={body.outbreakId} unitIds={body.unitIds} />
        <ul>
          <li>{t('confirm.windows', { windows })}</li>
          <li>{t('confirm.attempts', { count: policy.maxAttempts, perDay: policy.maxPerPhonePerDay })}</li>
          <li>{t('confirm.pace', { channels: policy.channels, rate: policy.callsPerSecond })}</li>
          <li>{t('confirm.identity')}</li>
        </ul>
        {start.error && <ProblemPanel error={start.error} />}
      </div>
    </Modal>
  );
}
