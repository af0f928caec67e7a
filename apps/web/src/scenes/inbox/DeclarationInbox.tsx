import { Button } from 'antd';
import { api, type DeclarationsAsked } from '../../api/api.ts';
import { useMay } from '../../hooks/useMay.ts';
import { usePages } from '../../hooks/usePages.ts';
import { useText } from '../../i18n/useText.ts';
import { DecideTogether } from './DecideTogether.tsx';
import { DeclarationItem } from './DeclarationItem.tsx';
import { InboxPage } from './InboxPage.tsx';

type Props = { readonly query: DeclarationsAsked; readonly onFile: (file: string | undefined) => void };

/** Declarations of which somebody has to say who made them, the oldest first; those of one file can be decided together. */
export function DeclarationInbox({ query, onFile }: Props) {
  const { t } = useText();
  const mayDecide = useMay('declarations.write');
  const pages = usePages(['declarations', query], (cursor) => api.declarations(query, cursor));
  const { file, state } = query;
  const isOpen = state === 'open';
  return (
    <>
      {file !== undefined && (
        <section className="panel stack">
          <div className="row">
            <strong>{t('declaration.ofFile', { file })}</strong>
            <Button size="small" onClick={() => onFile(undefined)}>
              {t('declaration.allFiles')}
            </Button>
          </div>
          {isOpen && mayDecide && pages.rows.length > 0 && (
            <DecideTogether file={file} declarations={pages.rows} hasMore={pages.hasMore} />
          )}
        </section>
      )}
      <InboxPage emptyText={isOpen ? 'inbox.noDeclarations' : 'inbox.nothingDone'} {...pages}>
        {pages.rows.map((declaration) => (
          <DeclarationItem
            key={declaration.id}
            declaration={declaration}
            mayDecide={isOpen && mayDecide}
            onFile={file === undefined ? onFile : undefined}
          />
        ))}
      </InboxPage>
    </>
  );
}
