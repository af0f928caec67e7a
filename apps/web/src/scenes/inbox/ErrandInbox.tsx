import { api, type InboxQuery } from '../../api/api.ts';
import { ErrandItem } from '../../components/ErrandItem.tsx';
import { usePages } from '../../hooks/usePages.ts';
import { InboxPage } from './InboxPage.tsx';

/** Errands, the nearest deadline first. */
export function ErrandInbox({ query }: { readonly query: InboxQuery }) {
  const pages = usePages(['errands', query], (cursor) => api.errands(query, cursor), 10_000);
  return (
    <InboxPage emptyText={query.state === 'open' ? 'inbox.noErrands' : 'inbox.nothingDone'} {...pages}>
      {pages.rows.map((errand) => (
        <ErrandItem key={errand.id} errand={errand} showPerson />
      ))}
    </InboxPage>
  );
}
