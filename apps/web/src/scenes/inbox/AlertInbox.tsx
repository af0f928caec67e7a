import { api, type InboxQuery } from '../../api/api.ts';
import { AlertItem } from '../../components/AlertItem.tsx';
import { usePages } from '../../hooks/usePages.ts';
import { InboxPage } from './InboxPage.tsx';

/** Alerts, the nearest deadline first. */
export function AlertInbox({ query }: { readonly query: InboxQuery }) {
  const pages = usePages(['alerts', query], (cursor) => api.alerts(query, cursor), 10_000);
  return (
    <InboxPage emptyText={query.state === 'open' ? 'inbox.noAlerts' : 'inbox.nothingDone'} {...pages}>
      {pages.rows.map((alert) => (
        <AlertItem key={alert.id} alert={alert} showPerson />
      ))}
    </InboxPage>
  );
}
