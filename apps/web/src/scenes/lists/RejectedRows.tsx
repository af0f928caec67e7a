import { DownloadOutlined } from '@ant-design/icons';
import type { ImportDetail } from '@truyvet/contract';
import { Alert, Button } from 'antd';
import { api } from '../../api/api.ts';
import { useDownload } from '../../hooks/useDownload.ts';
import { usePages } from '../../hooks/usePages.ts';
import { useText } from '../../i18n/useText.ts';
import { RowProblems } from './RowProblems.tsx';

/** Every row that was not taken, as it stood, with its reason; the same as a workbook to correct and send again. */
export function RejectedRows({ list }: { readonly list: ImportDetail }) {
  const { t } = useText();
  const download = useDownload(() => api.rejectedRowsFile(list.id));
  const { rows, readMore } = usePages(['imports', 'rejected', list.id], (cursor) => api.importRows(list.id, 'rejected', cursor));
  if (list.rejected === 0) return <Alert type="success" showIcon title={t('lists.allTaken')} />;
  return (
    <section className="panel flush">
      <div className="panel-head">
        <h2>{t('lists.rejected', { count: list.rejected })}</h2>
        <Button icon={<DownloadOutlined />} loading={download.isPending} onClick={() => download.mutate()}>
          {t('lists.downloadRejected')}
        </Button>
      </div>
      <RowProblems
        label={t('lists.rejectedLabel')}
        rows={rows.length > 0 ? rows : list.rejectedRows}
        columns={list.columns}
        totalRows={list.rejected}
        onEnd={readMore}
      />
    </section>
  );
}
