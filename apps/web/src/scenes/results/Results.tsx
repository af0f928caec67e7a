import { useNavigate, useSearch } from '@tanstack/react-router';
import { api } from '../../api/api.ts';
import { Loading } from '../../components/Loading.tsx';
import { ProblemPanel } from '../../components/ProblemPanel.tsx';
import { usePages } from '../../hooks/usePages.ts';
import { useText } from '../../i18n/useText.ts';
import { ExportButton } from './ExportButton.tsx';
import { ResultFilters } from './ResultFilters.tsx';
import { ResultTable } from './ResultTable.tsx';
import type { ResultSearch } from './resultSearch.ts';

/** Everyone on the lists with what the calls brought, filtered. */
export function Results() {
  const { t, number } = useText();
  const search = useSearch({ from: '/results' });
  const navigate = useNavigate({ from: '/results' });
  const setSearch = (next: ResultSearch) => void navigate({ search: next, replace: true });
  const { rows, firstPage, isPending, error, readMore, refetch } = usePages(
    ['results', search],
    (cursor) => api.results({ ...search, cursor, limit: 100 }),
    15_000,
  );
  return (
    <div className="stack">
      <div className="scene-head">
        <h1>{t('results.title')}</h1>
        <ExportButton unitId={search.unitId} />
      </div>
      <ResultFilters search={search} onChange={setSearch} />
      {error && <ProblemPanel error={error} onRetry={() => void refetch()} />}
      {isPending && <Loading />}
      {firstPage && (
        <section className="panel flush">
          <p className="result-count" aria-live="polite">
            {t(firstPage.totalIsMore ? 'results.countMore' : 'results.count', { count: number(firstPage.total) })}
          </p>
          <ResultTable rows={rows} total={firstPage.totalIsMore ? 'unknown' : firstPage.total} onEnd={readMore} />
        </section>
      )}
    </div>
  );
}
