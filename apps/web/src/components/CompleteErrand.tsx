import { useMutation } from '@tanstack/react-query';
import { api } from '../api/api.ts';
import { useRefreshWork } from '../hooks/useRefreshWork.ts';
import { useText } from '../i18n/useText.ts';
import { WordsModal } from './WordsModal.tsx';

type Props = { readonly errandId: number; readonly title: string; readonly onClose: () => void };

/** Asks what came out of an errand; without an answer it stays open. */
export function CompleteErrand({ errandId, title, onClose }: Props) {
  const { t } = useText();
  const refreshWork = useRefreshWork();
  const complete = useMutation({
    mutationFn: api.completeErrand,
    onSuccess: async () => {
      onClose();
      await refreshWork();
    },
  });
  return (
    <WordsModal
      title={title}
      label={t('work.result')}
      okText={t('work.complete')}
      maxLength={2000}
      isPending={complete.isPending}
      error={complete.error}
      onOk={(result) => complete.mutate({ id: errandId, result })}
      onClose={onClose}
    />
  );
}
