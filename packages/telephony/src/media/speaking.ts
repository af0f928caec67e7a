import { randomInt } from 'node:crypto';
import { ALAW_SILENCE, alawToUlaw, linearToAlaw, ULAW_SILENCE } from '../audio/g711.ts';
import { keyTone } from '../audio/tones.ts';
import { type DigitTick, planDigits } from '../rtp/digitSender.ts';
import { RTP_HEADER_BYTES, writeRtpHeader } from '../rtp/packet.ts';
import { EVENT_BYTES, writeTelephoneEvent } from '../rtp/telephoneEvent.ts';
import type { MediaPlan } from '../sdp/negotiate.ts';
import type { Playlist } from './playlist.ts';

const SAMPLES_PER_MS = 8;
/** The system may hold a datagram for a moment when its queue is full; no buffer is written again before four frames. */
const BUFFERS = 4;
/** Room behind the payload for an SRTP authentication tag (RFC 3711 §4.2, RFC 7714 §12: 16 bytes at most). */
const TAG_ROOM = 16;

/** Audio that another call gives, instead of a playlist. */
export type AudioSource = {
  /** Writes `count` A-law bytes into `target` from `at` on. */
  read(target: Buffer, at: number, count: number): void;
};

export type SpeakingEvents = {
  /** Sends the first `length` bytes; the packet may be changed and used up to `length` + 16. */
  transmit(packet: Buffer, length: number): void;
  played(playback: number, finished: boolean): void;
};

/** The outgoing half of a stream: one packet for each tick, out of keys, a playlist, another call, or silence. */
export class Speaking {
  readonly ssrc = randomInt(2 ** 32);
  /** Of the sender's report (RFC 3550 §6.4.1): packets and payload bytes sent so far, and the timestamp that stands for now. */
  packetsSent = 0;
  bytesSent = 0;
  timestamp = randomInt(2 ** 31);
  /** What is heard where neither a key nor a clip is sent. */
  background: AudioSource | undefined;
  private readonly events: SpeakingEvents;
  private packets: Buffer[] = [];
  private sequence = randomInt(2 ** 15);
  private samples = 0;
  private playlist: Playlist | undefined;
  private stopOnDigit = false;
  private wantedDigits: {
    readonly digits: string;
    readonly durationMs: number | undefined;
    readonly gapMs: number | undefined;
  }[] = [];
  private digitTicks: DigitTick[] = [];
  private nextTick = 0;
  private keyTimestamp = 0;
  private talking = false;

  constructor(events: SpeakingEvents) {
    this.events = events;
  }

  play(playlist: Playlist, stopOnDigit: boolean): void {
    this.stopPlaying();
    this.playlist = playlist;
    this.stopOnDigit = stopOnDigit;
  }

  stopPlaying(): void {
    const { playlist } = this;
    this.playlist = undefined;
    if (playlist !== undefined) this.events.played(playlist.playback, false);
  }

  /** The far end pressed a key: a playback that waits for one falls silent with the next packet. */
  hearDigit(): void {
    if (this.stopOnDigit) this.stopPlaying();
  }

  sendDigits(digits: string, durationMs: number | undefined, gapMs: number | undefined): void {
    this.wantedDigits.push({ digits, durationMs, gapMs });
  }

  /** One frame of `plan.frameMs`; `skipped` frames before it were left out. The clock runs on even while the far end holds us. */
  tick(plan: MediaPlan, skipped: number): void {
    const samples = plan.frameMs * SAMPLES_PER_MS;
    if (samples !== this.samples) this.resize(samples);
    this.timestamp = (this.timestamp + samples * skipped) >>> 0;
    if (plan.send) this.sendOne(plan);
    this.timestamp = (this.timestamp + samples) >>> 0;
  }

  private sendOne(plan: MediaPlan): void {
    const digit = this.takeDigitTick(plan);
    if (digit === undefined) this.sendAudio(plan, true);
    else if (digit.kind === 'pause' || (digit.repeat && plan.eventPayloadType === undefined)) this.sendAudio(plan, false);
    else if (plan.eventPayloadType === undefined) this.sendTone(plan, digit);
    else this.sendEvent(plan.eventPayloadType, digit);
  }

  private takeDigitTick(plan: MediaPlan): DigitTick | undefined {
    if (this.nextTick >= this.digitTicks.length) {
      if (this.wantedDigits.length === 0) return undefined;
      const wanted = this.wantedDigits.shift();
      this.digitTicks = planDigits(wanted?.digits ?? '', wanted?.durationMs, wanted?.gapMs, plan.frameMs);
      this.nextTick = 0;
    }
    return this.digitTicks[this.nextTick++];
  }

  private sendEvent(payloadType: number, tick: Extract<DigitTick, { kind: 'event' }>): void {
    if (tick.first) this.keyTimestamp = this.timestamp;
    this.talking = false;
    const packet = this.nextPacket();
    const timestamp = (this.keyTimestamp + tick.segmentStart) >>> 0;
    writeRtpHeader(packet, tick.first, payloadType, this.sequence, timestamp, this.ssrc);
    writeTelephoneEvent(packet, RTP_HEADER_BYTES, tick.event);
    this.send(packet, EVENT_BYTES);
  }

  // Where the far end takes no events, the tone itself is the key.
  private sendTone(plan: MediaPlan, tick: Extract<DigitTick, { kind: 'event' }>): void {
    if (tick.first) this.keyTimestamp = this.timestamp;
    const packet = this.nextPacket();
    const start = (this.timestamp - this.keyTimestamp) >>> 0;
    for (let index = 0; index < this.samples; index++)
      packet[RTP_HEADER_BYTES + index] = linearToAlaw(keyTone(tick.event.digit, start + index));
    this.finishAudio(plan, packet, true);
  }

  private sendAudio(plan: MediaPlan, mayPlay: boolean): void {
    const packet = this.nextPacket();
    const playlist = mayPlay ? this.playlist : undefined;
    const played = playlist?.read(packet, RTP_HEADER_BYTES, this.samples) ?? 0;
    if (played < this.samples) {
      if (mayPlay && this.background !== undefined)
        this.background.read(packet, RTP_HEADER_BYTES + played, this.samples - played);
      else packet.fill(ALAW_SILENCE, RTP_HEADER_BYTES + played, RTP_HEADER_BYTES + this.samples);
    }
    this.finishAudio(plan, packet, played > 0 || (mayPlay && this.background !== undefined));
    if (playlist?.finished) {
      this.playlist = undefined;
      this.events.played(playlist.playback, true);
    }
  }

  // The marker opens a talkspurt (RFC 3551 §4.1): the first packet after silence.
  private finishAudio(plan: MediaPlan, packet: Buffer, talking: boolean): void {
    if (plan.codec === 'PCMU') translate(packet, RTP_HEADER_BYTES, RTP_HEADER_BYTES + this.samples);
    writeRtpHeader(packet, talking && !this.talking, plan.payloadType, this.sequence, this.timestamp, this.ssrc);
    this.talking = talking;
    this.send(packet, this.samples);
  }

  private nextPacket(): Buffer {
    this.sequence = (this.sequence + 1) & 0xffff;
    return this.packets[this.sequence % BUFFERS] ?? Buffer.alloc(RTP_HEADER_BYTES + this.samples + TAG_ROOM);
  }

  private send(packet: Buffer, payloadBytes: number): void {
    this.packetsSent++;
    this.bytesSent += payloadBytes;
    this.events.transmit(packet, RTP_HEADER_BYTES + payloadBytes);
  }

  private resize(samples: number): void {
    this.samples = samples;
    this.packets = Array.from({ length: BUFFERS }, () => Buffer.alloc(RTP_HEADER_BYTES + samples + TAG_ROOM));
  }
}

function translate(packet: Buffer, from: number, to: number): void {
  for (let at = from; at < to; at++) packet[at] = alawToUlaw[packet[at] ?? ALAW_SILENCE] ?? ULAW_SILENCE;
}
