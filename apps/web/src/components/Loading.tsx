import { Spin } from 'antd';
import { useText } from '../i18n/useText.ts';

/** Shown while the first data of a scene is on its way. */
export function Loading() {
  const { t } = useText();
  return (
    <div className="loading" role="status" aria-label={t('common.loading')}>
      <Spin size="large" />
    </div>
  );
}
