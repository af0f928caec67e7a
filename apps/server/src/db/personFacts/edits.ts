import type { Tx } from '../connect.ts';
import { json } from '../json.ts';

export type FieldEdit = { readonly field: string; readonly before: unknown; readonly after: unknown };
export type EditContext = {
  readonly personId: number;
  /** The version that the change makes. */
  readonly version: number;
  readonly userId: number | null;
  readonly at: Date;
  readonly reason: string | null;
};

/** Keeps what a change did, field by field. */
export async function insertEdits(tx: Tx, edits: readonly FieldEdit[], context: EditContext): Promise<void> {
  if (edits.length === 0) return;
  const { personId, version, userId, at, reason } = context;
  const rows = edits.map(({ field, before, after }) => ({
    person_id: personId,
    version,
    field,
    before: before === null ? null : json(before),
    after: after === null ? null : json(after),
    edited_by: userId,
    edited_at: at,
    reason,
  }));
  await tx.insertInto('person_edit').values(rows).execute();
}

export type EditRecord = FieldEdit & {
  readonly id: number;
  readonly version: number;
  readonly editedAt: Date;
  readonly editedBy: string | null;
  readonly reason: string | null;
};

/** What was changed of a person, the newest first; those before `beforeId`. */
export async function readEdits(
  tx: Tx,
  personId: number,
  page: { readonly beforeId: number | undefined; readonly limit: number },
): Promise<EditRecord[]> {
  return await tx
    .selectFrom('person_edit as e')
    .leftJoin('app_user as u', 'u.id', 'e.edited_by')
    .select([
      'e.id',
      'e.version',
      'e.field',
      'e.before',
      'e.after',
      'e.edited_at as editedAt',
      'u.display_name as editedBy',
      'e.reason',
    ])
    .where('e.person_id', '=', personId)
    .$if(page.beforeId !== undefined, (query) => query.where('e.id', '<', page.beforeId ?? 0))
    .orderBy('e.id', 'desc')
    .limit(page.limit)
    .execute();
}
