import { useMutation } from '@tanstack/react-query';
import type { DeclarationsDecision, DeclarationView } from '@truyvet/contract';
import { App, Button } from 'antd';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { WordsModal } from '../../components/WordsModal.tsx';
import { useProblemNotice } from '../../hooks/useProblemNotice.ts';
import { useRefreshWork } from '../../hooks/useRefreshWork.ts';
import { useText } from '../../i18n/useText.ts';

type Props = {
  readonly file: string;
  readonly declarations: readonly DeclarationView[];
  /** More are to come once these are decided. */
  readonly hasMore: boolean;
};
type Decision = DeclarationsDecision['decision'];

/** Decides the declarations of one file in the same way, for one reason; says how many were left for an officer's word one by one. */
export function DecideTogether({ file, declarations, hasMore }: Props) {
  const { t } = useText();
  const { notification } = App.useApp();
  const [asking, setAsking] = useState<Decision>();
  const onError = useProblemNotice();
  const onSettled = useRefreshWork();
  const decide = useMutation({
    mutationFn: api.decideDeclarations,
    onSuccess: ({ decided, left }) => {
      setAsking(undefined);
      const description = left.length > 0 ? t('declaration.leftOver', { count: left.length }) : undefined;
      notification.success({ title: t('declaration.decided', { count: decided }), description });
    },
    onError,
    onSettled,
  });
  const count = declarations.length;
  return (
    <>
      <div>
        {t('declaration.together', { count })} {hasMore && <span className="quiet">{t('declaration.more')}</span>}
      </div>
      <div className="row">
        {(['candidate', 'new', 'reject'] as const).map((decision) => (
          <Button key={decision} onClick={() => setAsking(decision)}>
            {t(`declaration.all.${decision}`)}
          </Button>
        ))}
      </div>
      {asking && (
        <WordsModal
          title={t(`declaration.all.${asking}`)}
          label={t('declaration.reason')}
          okText={t('declaration.decideAll', { count })}
          maxLength={500}
          isPending={decide.isPending}
          error={null}
          onOk={(reason) =>
            decide.mutate({
              declarations: declarations.map(({ id, version }) => ({ id, version })),
              decision: asking,
              reason,
            })
          }
          onClose={() => setAsking(undefined)}
        >
          <p>{t('declaration.ofFile', { file })}</p>
          <p className="quiet">{t(`declaration.allHelp.${asking}`)}</p>
        </WordsModal>
      )}
    </>
  );
}
