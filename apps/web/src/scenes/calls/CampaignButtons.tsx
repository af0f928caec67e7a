import { CaretRightOutlined, PauseOutlined, StopOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Campaign } from '@truyvet/contract';
import { Button, Popconfirm } from 'antd';
import { api } from '../../api/api.ts';
import { useProblemNotice } from '../../hooks/useProblemNotice.ts';
import { useSession } from '../../hooks/useSession.ts';
import { useText } from '../../i18n/useText.ts';

/** Pause, go on, end. Ending cannot be undone and asks first. */
export function CampaignButtons({ campaign }: { readonly campaign: Campaign }) {
  const { t } = useText();
  const { data: session } = useSession();
  const client = useQueryClient();
  const onError = useProblemNotice();
  const change = useMutation({
    mutationFn: api.changeCampaign,
    // Also after a refusal: somebody else has changed it meanwhile.
    onSettled: () => client.invalidateQueries({ queryKey: ['campaigns'] }),
    onError,
  });
  if (!session?.can.startCampaigns || campaign.state === 'closed') return null;
  const { id, version, state } = campaign;
  return (
    <div className="row">
      {state === 'running' ? (
        <Button
          icon={<PauseOutlined />}
          loading={change.isPending}
          onClick={() => change.mutate({ id, version, state: 'paused' })}
        >
          {t('calls.pause')}
        </Button>
      ) : (
        <Button
          icon={<CaretRightOutlined />}
          loading={change.isPending}
          onClick={() => change.mutate({ id, version, state: 'running' })}
        >
          {t('calls.goOn')}
        </Button>
      )}
      <Popconfirm title={t('calls.endSure')} onConfirm={() => change.mutate({ id, version, state: 'closed' })}>
        <Button danger icon={<StopOutlined />}>
          {t('calls.end')}
        </Button>
      </Popconfirm>
    </div>
  );
}
