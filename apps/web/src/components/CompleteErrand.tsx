import { useMutation } from '@tanstack/react-query';
import { Input, Modal } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { useId, useRef, useState } from 'react';
import { api } from '../api/api.ts';
import { useRefreshWork } from '../hooks/useRefreshWork.ts';
import { useText } from '../i18n/useText.ts';
import { ProblemPanel } from './ProblemPanel.tsx';

type Props = { readonly errandId: number; readonly title: string; readonly onClose: () => void };

/** Asks what came out of an errand; without an answer it stays open. */
export function CompleteErrand({ errandId, title, onClose }: Props) {
  const { t } = useText();
  const inputId = useId();
  const input = useRef<TextAreaRef>(null);
  const [result, setResult] = useState('');
  const refreshWork = useRefreshWork();
  const complete = useMutation({
    mutationFn: api.completeErrand,
    onSuccess: async () => {
      onClose();
      await refreshWork();
    },
  });
  return (
    <Modal
      open
      title={title}
      okText={t('work.complete')}
      okButtonProps={{ disabled: result.trim() === '' }}
      confirmLoading={complete.isPending}
      onOk={() => complete.mutate({ id: errandId, result: result.trim() })}
      onCancel={onClose}
      afterOpenChange={(open) => open && input.current?.focus()}
    >
      <div className="field">
        <label className="field-label" htmlFor={inputId}>
          {t('work.result')}
        </label>
        <Input.TextArea
          id={inputId}
          ref={input}
          rows={4}
          maxLength={2000}
          value={result}
          onChange={({ target }) => setResult(target.value)}
        />
      </div>
      {complete.error && <ProblemPanel error={complete.error} />}
    </Modal>
  );
}
