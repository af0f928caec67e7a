import { App } from 'antd';
import { useCallback } from 'react';
import { asProblem } from '../api/apiProblem.ts';
import { useText } from '../i18n/useText.ts';

/** Shows why something the user asked for did not happen, in the server's own sentence. */
export function useProblemNotice(): (error: unknown) => void {
  const { notification } = App.useApp();
  const { t, locale } = useText();
  return useCallback(
    (error: unknown) => {
      const problem = asProblem(error);
      if (problem.code === 'auth.required') return;
      notification.error({ title: t('problem.heading'), description: problem.title[locale] });
    },
    [notification, t, locale],
  );
}
