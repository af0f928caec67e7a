import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Alert } from 'antd';
import { api } from '../../api/api.ts';
import { LinkButton } from '../../components/LinkButton.tsx';
import { Loading } from '../../components/Loading.tsx';
import { ProblemPanel } from '../../components/ProblemPanel.tsx';
import { useSession } from '../../hooks/useSession.ts';
import { useText } from '../../i18n/useText.ts';
import { ColumnsRead } from './ColumnsRead.tsx';
import { ListFigures } from './ListFigures.tsx';
import { listKey } from './listKey.ts';
import { RejectedRows } from './RejectedRows.tsx';
import { RowProblems } from './RowProblems.tsx';

/** What became of one list: a summary, and every row that was not taken with its reason. */
export function ListDetail() {
  const { t, instant } = useText();
  const importId = Number(useParams({ from: '/lists/$importId' }).importId);
  const { data: session } = useSession();
  const { data: list, error, refetch } = useQuery({ queryKey: listKey(importId), queryFn: () => api.import(importId) });
  if (error) return <ProblemPanel error={error} onRetry={() => void refetch()} />;
  if (!list) return <Loading />;
  return (
    <div className="stack">
      <div className="scene-head">
        <div>
          <Link to="/lists">← {t('lists.title')}</Link>
          <h1>{list.fileName}</h1>
          <div className="quiet small">
            {t('lists.sent', { unit: list.unit.name, at: instant(list.uploadedAt), by: list.uploadedBy ?? '–' })}
          </div>
        </div>
        {session?.can.startCampaigns && (
          <LinkButton to="/calls/new" search={{ unitId: list.unit.id }}>
            {t('calls.startForUnit')}
          </LinkButton>
        )}
      </div>
      {list.seenBefore && <Alert type="info" showIcon title={t('lists.seenBefore')} />}
      <ListFigures list={list} />
      <RejectedRows list={list} />
      {list.warnedRows.length > 0 && (
        <section className="panel flush">
          <h2>{t('lists.warned', { count: list.warnedRows.length })}</h2>
          <RowProblems label={t('lists.warnedLabel')} rows={list.warnedRows} columns={list.columns} />
        </section>
      )}
      <ColumnsRead list={list} />
    </div>
  );
}
