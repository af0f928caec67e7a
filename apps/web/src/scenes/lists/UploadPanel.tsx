import { InboxOutlined } from '@ant-design/icons';
import { maxListBytes } from '@truyvet/contract';
import { Upload } from 'antd';
import { useState } from 'react';
import { ProblemPanel } from '../../components/ProblemPanel.tsx';
import { UnitSelect } from '../../components/UnitSelect.tsx';
import { useOnlyUnit } from '../../hooks/useOnlyUnit.ts';
import { useText } from '../../i18n/useText.ts';
import { useUpload } from './useUpload.ts';

/** Choose whose list it is, then drop the file; the result opens as soon as it is read. */
export function UploadPanel() {
  const { t } = useText();
  const onlyUnit = useOnlyUnit();
  const [chosen, setChosen] = useState<number>();
  const unitId = chosen ?? onlyUnit;
  const upload = useUpload();
  return (
    <section className="panel stack">
      <div className="field">
        <span className="field-label">{t('lists.whose')}</span>
        <UnitSelect value={unitId} onChange={setChosen} />
      </div>
      <Upload.Dragger
        accept=".xlsx,.xls,.csv"
        maxCount={1}
        showUploadList={false}
        disabled={unitId === undefined || upload.isPending}
        beforeUpload={(file) => {
          if (unitId !== undefined) upload.mutate({ unitId, file });
          return Upload.LIST_IGNORE;
        }}
      >
        <InboxOutlined className="drop-icon" aria-hidden />
        <div className="drop-title">{t(dropText(unitId, upload.isPending))}</div>
        <div className="quiet small">{t('lists.kinds', { limitMb: maxListBytes / 1024 / 1024 })}</div>
      </Upload.Dragger>
      {upload.error && <ProblemPanel error={upload.error} />}
    </section>
  );
}

function dropText(unitId: number | undefined, isPending: boolean) {
  if (isPending) return 'lists.reading';
  return unitId === undefined ? 'lists.unitFirst' : 'lists.drop';
}
