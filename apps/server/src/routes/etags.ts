/**
 * Two officers never overwrite each other (RFC 9110 §8.8.3, §13.1.1; RFC 6585 §3). What can be changed is sent with its version as ETag;
 * a change names the version that was seen in If-Match.
 *
 *     api.get(…)   → sendVersion(reply, record.version); return present(record);
 *     api.patch(…) → const seen = seenVersion(request);
 *                    const record = await withCurrent(() => changeThing(db, { …, seen }), () => readAndPresentThing());
 *                    sendVersion(reply, record.version); return present(record);
 */
import { invalidField, Problem } from '@truyvet/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Sends a row's version along. The tag says which version of the row, nothing about how it is written. */
export function sendVersion(reply: FastifyReply, version: number): void {
  reply.header('etag', `"${version}"`);
}

/**
 * The version that the officer saw. Throws `resource.versionRequired` without If-Match and for `*`, which would overwrite whatever is
 * there; `request.invalid` for a tag that is not ours.
 */
export function seenVersion(request: FastifyRequest): number {
  const tag = request.headers['if-match']?.trim();
  if (tag === undefined || tag === '' || tag === '*') throw new Problem('resource.versionRequired');
  const version = /^"(\d{1,9})"$/.exec(tag)?.[1];
  if (version === undefined)
    throw invalidField('If-Match', {
      vi: 'phải là ETag đã nhận, viết như "3"',
      en: 'must be the ETag that was received, written as "3"',
    });
  return Number(version);
}

/** Runs a change. When the row has moved on (`resource.changed`), the refusal carries what `current` presents: what is there now. */
export async function withCurrent<T>(change: () => Promise<T>, current: () => Promise<unknown>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'resource.changed') throw error;
    throw new Problem('resource.changed', error.details, { cause: error, current: await current() });
  }
}
