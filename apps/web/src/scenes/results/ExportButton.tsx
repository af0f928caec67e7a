import { FileExcelOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { api } from '../../api/api.ts';
import { useDownload } from '../../hooks/useDownload.ts';
import { useOnlyUnit } from '../../hooks/useOnlyUnit.ts';
import { useSession } from '../../hooks/useSession.ts';
import { useText } from '../../i18n/useText.ts';

/** The results workbook of the chosen unit. */
export function ExportButton({ unitId }: { readonly unitId: number | undefined }) {
  const { t } = useText();
  const { data: session } = useSession();
  const onlyUnit = useOnlyUnit();
  const chosen = unitId ?? onlyUnit;
  const download = useDownload(() => (chosen === undefined ? Promise.reject() : api.resultsWorkbook(chosen)));
  if (!session?.can.exportResults) return null;
  return (
    <div className="row">
      {chosen === undefined && <span className="quiet small">{t('results.exportNeedsUnit')}</span>}
      <Button
        type="primary"
        icon={<FileExcelOutlined />}
        disabled={chosen === undefined}
        loading={download.isPending}
        onClick={() => download.mutate()}
      >
        {t('results.export')}
      </Button>
    </div>
  );
}
