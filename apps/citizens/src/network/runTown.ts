import { type Call, createPhone, type Phone } from '@truyvet/telephony';
import type { Prints } from '../ear/prints.ts';
import type { Citizen, Town } from '../town/town.ts';
import { takeCall } from './citizenCall.ts';
import type { CitizenLog } from './log.ts';

export type RunTownOptions = {
  readonly town: Town;
  readonly prints: Prints;
  readonly log: CitizenLog;
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Divides ring times, as the caller divides its patience. */
  readonly pace: number;
};

export type RunningTown = { readonly address: Phone['address']; readonly callCount: number; close(): Promise<void> };

/** The town as a telephone network: every number of it, behind one SIP address. Numbers of nobody get 404. */
export async function runTown(options: RunTownOptions): Promise<RunningTown> {
  const { town, prints, log, host = '127.0.0.1', port, pace } = options;
  const phone = await createPhone({ bind: { host, port }, inboundHosts: [host], rtpPorts: { from: 40_000, to: 59_998 } });
  const behind = new Map<string, Citizen>();
  for (const citizen of town.citizens) for (const number of citizen.numbers) behind.set(number, citizen);
  const callsTo = new Map<Citizen, number>();

  phone.on('call', (call: Call) => {
    const number = asE164(call.calledNumber);
    const note = (event: Parameters<CitizenLog['write']>[2]) => log.write(call.identifiers.callId, number, event);
    const citizen = behind.get(number);
    if (!citizen) {
      note({ kind: 'unknownNumber' });
      call.reject(404, 1);
      return;
    }
    const nth = (callsTo.get(citizen) ?? 0) + 1;
    callsTo.set(citizen, nth);
    note({ kind: 'rung', nth, persona: citizen.persona, from: call.remoteNumber });
    const plan = citizen.calls[Math.min(nth, citizen.calls.length) - 1] ?? citizen.calls[0];
    takeCall({ phone, call, citizen, plan, prints, pace, note });
  });

  return {
    address: phone.address,
    get callCount() {
      return phone.callCount;
    },
    close: () => phone.close(),
  };
}

/** +84… for 0…, 84… and +84…. */
export function asE164(dialled: string): string {
  const digits = dialled.replace(/[^\d]/gu, '');
  if (digits.startsWith('84') && digits.length > 10) return `+${digits}`;
  return `+84${digits.replace(/^0/u, '')}`;
}
