import { Input, Modal } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { type ReactNode, useId, useRef, useState } from 'react';
import { ProblemPanel } from './ProblemPanel.tsx';

type Props = {
  readonly title: string;
  /** What the words are about: "Lý do". */
  readonly label: string;
  readonly okText: string;
  readonly maxLength: number;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly onOk: (words: string) => void;
  readonly onClose: () => void;
  /** What will come of it. */
  readonly children?: ReactNode;
};

/** Asks for words without which something is not done: a result, a reason. */
export function WordsModal({ title, label, okText, maxLength, isPending, error, onOk, onClose, children }: Props) {
  const inputId = useId();
  const input = useRef<TextAreaRef>(null);
  const [words, setWords] = useState('');
  return (
    <Modal
      open
      title={title}
      okText={okText}
      okButtonProps={{ disabled: words.trim() === '' }}
      confirmLoading={isPending}
      onOk={() => onOk(words.trim())}
      onCancel={onClose}
      afterOpenChange={(open) => open && input.current?.focus()}
    >
      {children}
      <div className="field">
        <label className="field-label" htmlFor={inputId}>
          {label}
        </label>
        <Input.TextArea
          id={inputId}
          ref={input}
          rows={4}
          maxLength={maxLength}
          value={words}
          onChange={({ target }) => setWords(target.value)}
        />
      </div>
      {error != null && <ProblemPanel error={error} />}
    </Modal>
  );
}
