import { Alert, Button } from 'antd';
import { asProblem } from '../api/apiProblem.ts';
import { useText } from '../i18n/useText.ts';

type Props = { readonly error: unknown; readonly onRetry?: () => void };

/** A refusal in the place of what was asked for, in the user's language. */
export function ProblemPanel({ error, onRetry }: Props) {
  const { t, locale } = useText();
  const retry = onRetry && <Button onClick={onRetry}>{t('common.retry')}</Button>;
  return <Alert type="error" showIcon title={asProblem(error).title[locale]} action={retry} />;
}
