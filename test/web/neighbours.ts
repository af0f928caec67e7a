import { boardSnapshot, paths, requestHeader } from '@truyvet/contract';
import { type Call, createPhone } from '@truyvet/telephony';

/** How somebody takes a call: refuses it with a SIP status, or presses keys by the step being asked. */
export type Manner = { readonly refuse: number } | { readonly keys: Readonly<Record<string, string>> };

export type Neighbours = {
  readonly address: { readonly host: string; readonly port: number };
  /** Begins to react: they look at the desk's board to know which question is being asked. */
  readonly listenAt: (deskUrl: string, cookie: string) => void;
  readonly close: () => Promise<void>;
};

const lookEveryMs = 250;
/** People listen a little before they press. */
const thinkMs = 900;
/** Who is still being asked presses again. */
const againMs = 3_500;

/** People behind real SIP and RTP, by their number (E.164). */
export async function openNeighbours(manners: Readonly<Record<string, Manner>>): Promise<Neighbours> {
  const phone = await createPhone({
    bind: { host: '127.0.0.1', port: 0 },
    inboundHosts: ['127.0.0.1'],
    rtpPorts: { from: 45000, to: 45998 },
  });
  const live = new Map<string, Call>();
  const pressedAt = new Map<string, number>();
  let looking: NodeJS.Timeout | undefined;
  phone.on('call', (call) => {
    const manner = manners[call.calledNumber];
    if (!manner || 'refuse' in manner) return call.reject(manner?.refuse ?? 404);
    live.set(call.calledNumber, call);
    call.on('ended', () => live.delete(call.calledNumber));
    call.ring();
    call.answer();
  });

  function react(masked: string, attemptId: number, stepId: string): void {
    const number = [...live.keys()].find((candidate) => mask(candidate) === masked);
    const manner = number === undefined ? undefined : manners[number];
    const keys = manner && 'keys' in manner ? manner.keys[stepId] : undefined;
    const question = `${attemptId} ${stepId}`;
    if (number === undefined || keys === undefined || Date.now() - (pressedAt.get(question) ?? 0) < againMs) return;
    pressedAt.set(question, Date.now());
    setTimeout(() => live.get(number)?.sendDigits(keys, { durationMs: 80, gapMs: 80 }), thinkMs);
  }

  async function look(deskUrl: string, cookie: string): Promise<void> {
    const response = await fetch(`${deskUrl}${paths.boardSnapshot}`, {
      headers: { cookie, [requestHeader.name]: requestHeader.value },
    });
    if (!response.ok) return;
    for (const call of boardSnapshot.parse(await response.json()).calls) {
      if (call.state === 'answered' && call.stepId !== null) react(call.maskedPhone, call.attemptId, call.stepId);
    }
  }

  return {
    address: phone.address,
    listenAt: (deskUrl, cookie) => {
      looking = setInterval(() => {
        look(deskUrl, cookie).catch((error: unknown) => console.warn(`neighbours: ${String(error)}`));
      }, lookEveryMs);
    },
    close: async () => {
      clearInterval(looking);
      await phone.close();
    },
  };
}

/** `+84912345678` as the board shows it: `091***678`. */
function mask(e164: string): string {
  const national = e164.replace(/^\+84/, '0');
  return `${national.slice(0, 3)}***${national.slice(-3)}`;
}
