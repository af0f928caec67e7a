import { Problem } from '@truyvet/contract';
import { insertWebhook, readWebhooks, updateWebhook, type WebhookEdit, type WebhookRecord } from '../../db/access/webhooks.ts';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { lockVersion } from '../../db/versions.ts';

type By = { readonly scope: Scope; readonly userId: number; readonly now: Date };

/** Has another system told. Gives its secret, this once. */
export async function addWebhook(
  db: Db,
  webhook: Pick<WebhookRecord, 'unitId' | 'url' | 'events'>,
  by: By,
): Promise<WebhookRecord & { readonly secret: string }> {
  return await inScope(db, by.scope, async (tx) => {
    const { id, secret } = await insertWebhook(tx, { ...webhook, ...by });
    await note(tx, by, 'create', id, webhook);
    return { ...(await webhookOf(tx, id)), secret };
  });
}

/** Throws `resource.missing`, `resource.changed`. */
export async function changeWebhook(db: Db, id: number, seen: number, edit: WebhookEdit, by: By): Promise<WebhookRecord> {
  return await inScope(db, by.scope, async (tx) => {
    await lockVersion(tx, 'webhook', id, seen);
    await updateWebhook(tx, id, seen + 1, edit);
    await note(tx, by, 'change', id, edit);
    return await webhookOf(tx, id);
  });
}

/** Removes it with what it was still to be told. */
export async function removeWebhook(db: Db, id: number, seen: number, by: By): Promise<void> {
  await inScope(db, by.scope, async (tx) => {
    await lockVersion(tx, 'webhook', id, seen);
    await note(tx, by, 'delete', id, await webhookOf(tx, id));
    await tx.deleteFrom('webhook').where('id', '=', id).execute();
  });
}

async function webhookOf(tx: Tx, id: number): Promise<WebhookRecord> {
  const [record] = await readWebhooks(tx, id);
  if (!record) throw new Problem('resource.missing');
  return record;
}

async function note(tx: Tx, { userId, now: at }: By, action: string, subjectId: number, details: unknown): Promise<void> {
  await appendAudit(tx, { at, userId, unitId: null, action, subject: 'webhook', subjectId, details });
}
