/** How what is one for the whole system is shown and set: by who sees all of it, and never over what somebody else set meanwhile. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SettingBy } from '../commands/changeSystemSetting.ts';
import type { Tx } from '../db/connect.ts';
import { inScope } from '../db/scope.ts';
import type { VersionedSetting } from '../db/settings.ts';
import { authorize } from '../policies/can.ts';
import { actorOf } from './api.ts';
import { seenVersion, sendVersion, withCurrent } from './etags.ts';
import type { ApiPorts } from './ports.ts';

type Read<T> = (tx: Tx) => Promise<VersionedSetting<T>>;

export async function showSetting<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  { db }: Pick<ApiPorts, 'db'>,
  read: Read<T>,
): Promise<T> {
  const { value, version } = await inScope(db, actorOf(request).scope, read);
  sendVersion(reply, version);
  return value;
}

/** Throws `auth.forbidden`, `resource.versionRequired`, `resource.changed` with what is set now. */
export async function changeWholeSystem<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  { db, clock }: Pick<ApiPorts, 'db' | 'clock'>,
  { set, read }: { readonly set: (by: SettingBy) => Promise<VersionedSetting<T>>; readonly read: Read<T> },
): Promise<T> {
  const actor = actorOf(request);
  authorize(actor, { kind: 'setWholeSystem' });
  const { scope, userId } = actor;
  const change = { scope, userId, seen: seenVersion(request), now: clock.now() };
  const { value, version } = await withCurrent(
    () => set(change),
    async () => (await inScope(db, scope, read)).value,
  );
  sendVersion(reply, version);
  return value;
}
