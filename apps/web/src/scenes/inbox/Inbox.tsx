import { useNavigate, useSearch } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { UnitSelect } from '../../components/UnitSelect.tsx';
import { useText } from '../../i18n/useText.ts';
import { withoutEmpty } from '../readSearch.ts';
import { AlertInbox } from './AlertInbox.tsx';
import { DeclarationInbox } from './DeclarationInbox.tsx';
import { ErrandInbox } from './ErrandInbox.tsx';
import type { InboxSearch } from './inboxSearch.ts';

/** What humans must do: alerts within minutes, errands within hours or the day, declarations of which nobody has said who made them. */
export function Inbox() {
  const { t } = useText();
  const search = useSearch({ from: '/inbox' });
  const navigate = useNavigate({ from: '/inbox' });
  const set = (change: { [Name in keyof InboxSearch]?: InboxSearch[Name] | undefined }) =>
    void navigate({ search: withoutEmpty({ ...search, ...change }), replace: true });
  const query = { state: search.state ?? 'open', unitId: search.unitId } as const;
  return (
    <div className="stack">
      <div className="scene-head">
        <h1>{t('inbox.title')}</h1>
        <UnitSelect allowAll value={search.unitId} onChange={(unitId) => set({ unitId })} />
      </div>
      <div className="row">
        <Segmented
          aria-label={t('inbox.kind')}
          size="large"
          value={search.tab ?? 'alerts'}
          options={[
            { value: 'alerts', label: t('inbox.alerts') },
            { value: 'errands', label: t('inbox.errands') },
            { value: 'declarations', label: t('inbox.declarations') },
          ]}
          onChange={(tab) => set({ tab: tab === 'errands' || tab === 'declarations' ? tab : undefined, file: undefined })}
        />
        <Segmented
          aria-label={t('inbox.state')}
          value={search.state ?? 'open'}
          options={[
            { value: 'open', label: t('inbox.open') },
            { value: 'done', label: t('inbox.done') },
          ]}
          onChange={(state) => set({ state: state === 'done' ? 'done' : undefined })}
        />
      </div>
      {search.tab === undefined && <AlertInbox query={query} />}
      {search.tab === 'errands' && <ErrandInbox query={query} />}
      {search.tab === 'declarations' && (
        <DeclarationInbox query={{ ...query, file: search.file }} onFile={(file) => set({ file })} />
      )}
    </div>
  );
}
