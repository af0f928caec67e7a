import type { Call, CallEnd, CallEvents, Phone } from '../api.ts';
import type { MediaStream } from '../media/mediaPool.ts';
import { type Media, PhoneOfSocket, type PhoneParts } from '../phone.ts';
import type { MediaPlan } from '../sdp/negotiate.ts';
import type { VirtualClock } from './virtualClock.ts';
import type { VirtualNetwork } from './virtualNetwork.ts';

/** A real phone on a virtual network and clock; its audio goes nowhere, but the plans it was given are kept. */
export type VirtualPhone = {
  readonly phone: Phone;
  readonly plans: { plan: MediaPlan; active: boolean }[];
  openStreams(): number;
};

export function virtualPhone(
  network: VirtualNetwork,
  clock: VirtualClock,
  port: number,
  more: Partial<PhoneParts> = {},
): VirtualPhone {
  const plans: VirtualPhone['plans'] = [];
  let open = 0;
  const stream = (rtpPort: number): MediaStream => ({
    id: rtpPort,
    port: rtpPort,
    setPlan: (plan, _source, active) => plans.push({ plan, active }),
    play: () => undefined,
    stopPlaying: () => undefined,
    sendDigits: () => undefined,
    startRecording: () => undefined,
    stopRecording: () => Promise.resolve(new Uint8Array(0)),
    listen: () => undefined,
    analyse: () => undefined,
    measure: () => Promise.resolve(undefined),
    bridge: () => undefined,
    unbridge: () => undefined,
    close: () => {
      open--;
      return Promise.resolve(undefined);
    },
  });
  const media: Media = {
    loadClip: () => undefined,
    dropClip: () => undefined,
    open: (_host, _user, first) => {
      if (first !== undefined) plans.push({ plan: first.plan, active: first.active });
      return Promise.resolve(stream(30_000 + 2 * open++));
    },
    close: () => Promise.resolve(),
  };
  const phone = new PhoneOfSocket({
    datagrams: network.bind(port),
    media,
    clock,
    inboundHosts: ['127.0.0.1'],
    log: () => undefined,
    ...more,
  });
  return { phone, plans, openStreams: () => open };
}

/** Collects what a call says, as words: `ringing 180`, `answered PCMA`, `ended refused 486`. */
export function diaryOf(call: Call): string[] {
  const diary: string[] = [];
  const note = <K extends keyof CallEvents>(event: K, words: (payload: CallEvents[K]) => string) =>
    call.on(event, (payload) => diary.push(words(payload)));
  note('ringing', ({ sipStatus }) => `ringing ${sipStatus}`);
  note('answered', ({ codec }) => `answered ${codec}`);
  note('ended', ({ cause, sipStatus }: CallEnd) => ['ended', cause, sipStatus].filter((word) => word !== undefined).join(' '));
  return diary;
}
