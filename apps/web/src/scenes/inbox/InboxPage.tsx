import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Loading } from '../../components/Loading.tsx';
import { ProblemPanel } from '../../components/ProblemPanel.tsx';
import type { TextKey } from '../../i18n/locale.ts';
import { useText } from '../../i18n/useText.ts';

type Props = {
  readonly rows: readonly unknown[];
  readonly isPending: boolean;
  readonly error: unknown;
  readonly hasMore: boolean;
  readonly readMore: () => void;
  readonly refetch: () => unknown;
  readonly emptyText: TextKey;
  readonly children: ReactNode;
};

/** A list of work: loading, refused, empty, or its items with a button for more. */
export function InboxPage({ rows, isPending, error, hasMore, readMore, refetch, emptyText, children }: Props) {
  const { t } = useText();
  if (isPending) return <Loading />;
  if (error) return <ProblemPanel error={error} onRetry={() => void refetch()} />;
  if (rows.length === 0) return <p className="panel quiet">{t(emptyText)}</p>;
  return (
    <section className="panel flush">
      <ul className="plain-list">{children}</ul>
      {hasMore && (
        <Button block type="link" onClick={readMore}>
          {t('common.more')}
        </Button>
      )}
    </section>
  );
}
