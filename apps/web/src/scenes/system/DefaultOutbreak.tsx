import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Select } from 'antd';
import { useId } from 'react';
import { api } from '../../api/api.ts';
import { Loading } from '../../components/Loading.tsx';
import { ProblemPanel } from '../../components/ProblemPanel.tsx';
import { useOutbreaks } from '../../hooks/useOutbreaks.ts';
import { useProblemNotice } from '../../hooks/useProblemNotice.ts';
import { useText } from '../../i18n/useText.ts';

/** Stands for "the newest, whichever that is": no outbreak has this id. */
const newest = 0;

/** Chooses the outbreak that lists, declarations and figures belong to when they name none. */
export function DefaultOutbreak() {
  const { t } = useText();
  const selectId = useId();
  const client = useQueryClient();
  const notify = useProblemNotice();
  const { data: outbreaks = [] } = useOutbreaks();
  const chosen = useQuery({ queryKey: ['outbreaks', 'default'], queryFn: api.defaultOutbreak });
  // Whatever is shown may be about the outbreak that was meant before; after a refusal somebody else has chosen meanwhile.
  const readAgain = () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
  const choose = useMutation({ mutationFn: api.chooseOutbreak, onSettled: readAgain, onError: notify });
  if (chosen.error) return <ProblemPanel error={chosen.error} onRetry={() => void chosen.refetch()} />;
  if (!chosen.data) return <Loading />;
  const { value, seen } = chosen.data;
  const options = [
    { value: newest, label: t('outbreak.newest', { name: outbreaks[0]?.name ?? '–' }) },
    ...outbreaks.map(({ id, name, code }) => ({ value: id, label: `${name} (${code})` })),
  ];
  return (
    <section className="panel stack">
      <h2>{t('outbreak.defaultTitle')}</h2>
      <p className="quiet">{t('outbreak.defaultHelp')}</p>
      <div className="field">
        <label className="field-label" htmlFor={selectId}>
          {t('outbreak.defaultChoice')}
        </label>
        <Select
          id={selectId}
          value={value.outbreakId ?? newest}
          options={options}
          loading={choose.isPending}
          disabled={choose.isPending}
          onChange={(id: number) => choose.mutate({ outbreakId: id === newest ? null : id, seen })}
        />
      </div>
      <div aria-live="polite">{t('outbreak.counts', { name: value.outbreak.name })}</div>
    </section>
  );
}
