import type { Outbreak } from '@truyvet/contract';
import { Tag } from 'antd';
import { Loading } from '../../components/Loading.tsx';
import { ProblemPanel } from '../../components/ProblemPanel.tsx';
import { type Column, VirtualTable } from '../../components/VirtualTable.tsx';
import { useOutbreaks } from '../../hooks/useOutbreaks.ts';
import { useText } from '../../i18n/useText.ts';
import { useDiseases } from './useDiseases.ts';

/** Every outbreak, the newest first, with a mark at the one that is meant where none is named. */
export function OutbreakTable() {
  const { t, day, locale } = useText();
  const { data: outbreaks, error, refetch } = useOutbreaks();
  const { data: diseases = [] } = useDiseases();
  if (error) return <ProblemPanel error={error} onRetry={() => void refetch()} />;
  if (!outbreaks) return <Loading />;
  const diseaseName = (code: string) => diseases.find((one) => one.code === code)?.name[locale] ?? code;
  const columns: Column<Outbreak>[] = [
    {
      key: 'name',
      title: t('outbreak.name'),
      width: '40%',
      cell: ({ name, isDefault }) => (
        <>
          {name} {isDefault && <Tag color="green">{t('outbreak.default')}</Tag>}
        </>
      ),
    },
    { key: 'code', title: t('outbreak.code'), width: '20%', cell: ({ code }) => code },
    { key: 'disease', title: t('outbreak.disease'), width: '22%', cell: ({ disease }) => diseaseName(disease) },
    {
      key: 'start',
      title: t('outbreak.startedOn'),
      width: '18%',
      cell: ({ startedOn }) => (startedOn === null ? '–' : day(startedOn)),
    },
  ];
  return (
    <section className="panel flush">
      <h2>{t('outbreak.all')}</h2>
      <VirtualTable label={t('outbreak.all')} rows={outbreaks} columns={columns} rowKey={({ id }) => id} />
    </section>
  );
}
