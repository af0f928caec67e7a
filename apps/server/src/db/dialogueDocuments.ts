import type { Tx } from './connect.ts';

/** The stored documents of these dialogue versions. */
export async function readDialogueDocuments(tx: Tx, versionIds: readonly number[]): Promise<{ id: number; document: unknown }[]> {
  if (versionIds.length === 0) return [];
  return await tx.selectFrom('dialogue_version').select(['id', 'document']).where('id', 'in', versionIds).execute();
}
