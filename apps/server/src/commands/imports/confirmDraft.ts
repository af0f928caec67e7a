import { Problem } from '@truyvet/contract';
import type { Db } from '../../db/connect.ts';
import { deleteDraft, readDecisions, readDraft, readDraftContent } from '../../db/imports/drafts.ts';
import { rememberMapping } from '../../db/imports/mappings.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { lockVersion } from '../../db/versions.ts';
import { type ImportRequest, type ImportSummary, importList } from '../importList.ts';
import { requireFresh } from './judgeDraft.ts';
import { readable } from './previewList.ts';

export type DraftConfirm = {
  readonly scope: Scope;
  readonly id: number;
  /** The version that the officer saw. */
  readonly seen: number;
  readonly userId: number | null;
  readonly now: Date;
  readonly onProgress?: ImportRequest['onProgress'];
  /** @default openListFile */
  readonly open?: ImportRequest['open'];
};

/**
 * Stores a draft as previewed and decided, in one transaction, under the draft's id; how its columns were read is remembered for its sender.
 *
 * @throws Problem `resource.missing`, `resource.changed`, `import.draftExpired`, `import.columns` while a name or phone column is missing
 */
export async function confirmDraft(db: Db, request: DraftConfirm): Promise<ImportSummary> {
  const { scope, id, seen, userId, now, onProgress, open } = request;
  const { draft, bytes, decisions } = await inScope(db, scope, async (tx) => {
    const found = await readDraft(tx, id);
    requireFresh(found, now);
    if (!found) throw new Problem('resource.missing');
    return { draft: found, bytes: await readDraftContent(tx, id), decisions: await readDecisions(tx, id) };
  });
  if (!readable(draft.header.columns)) throw new Problem('import.columns');
  const { unitId, outbreakId, fileName, fingerprint } = draft;
  const fields = draft.header.columns.map(({ field }) => field);
  return await importList(db, {
    scope,
    unitId,
    outbreakId,
    fileName,
    bytes,
    userId,
    now,
    ...(onProgress && { onProgress }),
    ...(open && { open }),
    settled: {
      importId: id,
      sheetName: draft.sheetName,
      fields,
      decisions,
      around: async (tx, store) => {
        await lockVersion(tx, 'import_draft', id, seen);
        const summary = await store();
        await rememberMapping(tx, { unitId, fingerprint, fields, at: now, userId });
        await deleteDraft(tx, id);
        return summary;
      },
    },
  });
}
