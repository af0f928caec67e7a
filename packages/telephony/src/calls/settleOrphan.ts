import type { CallIdentifiers } from '../api.ts';
import { type Dialog, dialogOfResponse } from '../sip/dialog.ts';
import type { SipResponse } from '../sip/message.ts';
import { cancelRequest, dialogRequest, inviteRequest } from '../sip/requests.ts';
import { isReliable } from '../transport/hop.ts';
import { type CallEnvironment, contactOn, type Located, openFirstWay } from './callEnvironment.ts';
import { hopOfDialog } from './inDialog.ts';

export type OrphanFate = 'neverAnswered' | 'answered' | 'unknown';

/** A 2xx that waits for its ACK is repeated at least every T2 (4 s): after CANCEL was answered, this long is enough to hear it. */
const WAIT_FOR_2XX_MS = 4_500;
/** A phone that still rang says 487 at once; after this we try BYE on the early dialog. */
const WAIT_FOR_487_MS = 1_000;

/**
 * Ends a call whose process died, from a new process on the same address.
 *
 * - Was answered: BYE. 200 or 481 (gone meanwhile): `answered`.
 * - Otherwise CANCEL with the INVITE's branch. 487 or another failure of the INVITE: `neverAnswered`. A 2xx: ACK, BYE: `answered`. CANCEL
 *   answered but the INVITE silent: it may have been picked up just before the crash, so BYE on the dialog if its tag is known;
 *   200 to that: `answered`. Nothing at all: `unknown`.
 * - Over TCP and TLS the INVITE's own answer goes to the connection that died. There a 200 to the CANCEL and a 481 to the BYE are enough for
 *   `neverAnswered`: who had answered would still have the call, since without our ACK it may not end before its INVITE is forgotten and no CANCEL
 *   understood (RFC 3261 §15, §13.3.1.4). A 481 to the CANCEL says nothing: the far end may have forgotten the INVITE with the connection.
 */
export async function settleOrphan(
  environment: CallEnvironment,
  identifiers: CallIdentifiers,
  wasAnswered: boolean,
): Promise<OrphanFate> {
  const { proxy, transport: protocol = 'udp', tls = {} } = identifiers;
  const { located } = await openFirstWay(environment, await environment.locateHops({ ...proxy, protocol, tls }));
  if (!wasAnswered) return cancelOrphan(environment, identifiers, located);
  const status = await byeOrphan(environment, identifiers, located);
  return status !== undefined && (status < 300 || status === 481 || status === 408) ? 'answered' : 'unknown';
}

function dialogOf(identifiers: CallIdentifiers): Dialog {
  const { remoteTag = '', remoteTarget = identifiers.requestUri } = identifiers;
  return { ...identifiers, remoteTag, remoteTarget };
}

/** Final status of a BYE, undefined when nobody answered. */
function byeOrphan(environment: CallEnvironment, identifiers: CallIdentifiers, located: Located): Promise<number | undefined> {
  const { ua } = environment;
  const sender = ua.senderAt(located.localHost, located.localPort);
  const branch = ua.newBranch();
  const dialog = dialogOf(identifiers);
  const contact = contactOn(located);
  const bye = dialogRequest(dialog, { method: 'BYE', cseq: identifiers.cseq + 1, branch, contact }, sender);
  return new Promise((resolve) => {
    ua.request(bye, branch, hopOfDialog(dialog, located.remote) ?? located.remote, {
      onResponse: (response) => {
        if (response.status >= 200) resolve(response.status);
      },
      onTimeout: () => resolve(undefined),
    });
  });
}

function cancelOrphan(environment: CallEnvironment, identifiers: CallIdentifiers, located: Located): Promise<OrphanFate> {
  const { ua, clock } = environment;
  const sender = ua.senderAt(located.localHost, located.localPort);
  const contact = contactOn(located);
  const { cseq: last, inviteCseq = last } = identifiers;
  // Many a far end knows the INVITE by branch and sent-by (§17.2.3), so that must be the dead process's.
  const invite = inviteRequest({ ...identifiers, cseq: inviteCseq, contact }, { ...sender, ...identifiers.sentBy }, '');
  return new Promise((resolve) => {
    let settled = false;
    const settle = (fate: OrphanFate) => {
      settled = true;
      resolve(fate);
    };
    const onInviteResponse = (response: SipResponse) => {
      if (response.status >= 300) return settle('neverAnswered');
      if (response.status < 200) return;
      const dialog = dialogOfResponse(response, identifiers.requestUri);
      const to = hopOfDialog(dialog, located.remote) ?? located.remote;
      ua.ackAndBye(dialog, { invite: inviteCseq, last }, { contact, sender, to }, () => settle('answered'));
    };
    const unregister = ua.registerDialog(identifiers.callId, identifiers.localTag, {
      onRequest: (transaction) => transaction.respond(transaction.request.method === 'BYE' ? 200 : 481),
      onAck: () => undefined,
      onLate2xx: onInviteResponse,
    });
    clock.after(64 * ua.timing.t1Ms, unregister);
    ua.transactions.adoptInvite(invite, identifiers.branch, located.remote, {
      onResponse: onInviteResponse,
      onTimeout: () => undefined,
    });
    const afterCancel = (cancelStatus: number) => {
      const endedByCancel = isReliable(located.remote) && cancelStatus < 300;
      clock.after(WAIT_FOR_2XX_MS, () => settle('unknown'));
      if (identifiers.remoteTag === undefined) return;
      clock.after(WAIT_FOR_487_MS, () => {
        if (settled) return;
        void byeOrphan(environment, identifiers, located).then((status) => {
          const fate = fateAfterBye(status, endedByCancel);
          // Give a 487 that crosses our BYE its say.
          if (fate !== undefined) clock.after(WAIT_FOR_487_MS / 2, () => settle(fate));
        });
      });
    };
    ua.request(cancelRequest(invite), identifiers.branch, located.remote, {
      onResponse: (response) => {
        if (response.status >= 200) afterCancel(response.status);
      },
      onTimeout: () => settle('unknown'),
    });
  });
}

function fateAfterBye(status: number | undefined, endedByCancel: boolean): OrphanFate | undefined {
  if (status !== undefined && status < 300) return 'answered';
  return status === 481 && endedByCancel ? 'neverAnswered' : undefined;
}
