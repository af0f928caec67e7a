import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { LevelsMoved, PersonPage } from '@truyvet/contract';
import { App } from 'antd';
import { api } from '../../api/api.ts';
import { WordsModal } from '../../components/WordsModal.tsx';
import { useProblemNotice } from '../../hooks/useProblemNotice.ts';
import { useText } from '../../i18n/useText.ts';

type Props = {
  readonly stated: PersonPage['statedIsolations'][number];
  readonly span: string;
  readonly onClose: () => void;
};

/** Says that a quarantine which a list states was not so, and then who was moved by that. */
export function WithdrawStated({ stated, span, onClose }: Props) {
  const { t, locale } = useText();
  const { notification } = App.useApp();
  const client = useQueryClient();
  const onError = useProblemNotice();
  const tellMoved = ({ people, elsewhere, total }: LevelsMoved) => {
    const others = elsewhere > 0 ? [t('stated.movedElsewhere', { count: elsewhere })] : [];
    const lines = total === 0 ? [t('stated.nobodyMoved')] : [...people.map(({ sentence }) => sentence[locale]), ...others];
    notification.success({ title: t('stated.withdrawn'), description: lines.map((line) => <div key={line}>{line}</div>) });
  };
  const withdraw = useMutation({
    mutationFn: api.withdrawStated,
    onSuccess: (moved) => {
      onClose();
      tellMoved(moved);
    },
    onError,
    // Also after a refusal: somebody else may have changed it meanwhile.
    onSettled: () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' }),
  });
  return (
    <WordsModal
      title={t('stated.title')}
      label={t('stated.reason')}
      okText={t('stated.confirm')}
      maxLength={2000}
      isPending={withdraw.isPending}
      error={null}
      onOk={(reason) => withdraw.mutate({ id: stated.id, version: stated.version, reason })}
      onClose={onClose}
    >
      <p>
        {span}
        {stated.list && <span className="quiet"> · {stated.list.fileName}</span>}
      </p>
      <p className="quiet">{t('stated.help')}</p>
    </WordsModal>
  );
}
