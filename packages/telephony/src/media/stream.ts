import { randomInt } from 'node:crypto';
import type { Socket } from 'node:dgram';
import { ALAW_SILENCE, alawToUlaw, ULAW_SILENCE } from '../audio/g711.ts';
import { type DigitReceiverState, receiveDigit } from '../rtp/digitReceiver.ts';
import { type DigitTick, planDigits } from '../rtp/digitSender.ts';
import { RTP_HEADER_BYTES, type RtpPacket, readRtp, writeRtpHeader } from '../rtp/packet.ts';
import { EVENT_BYTES, readTelephoneEvent, writeTelephoneEvent } from '../rtp/telephoneEvent.ts';
import { EVENT_PAYLOAD_TYPE, type MediaPlan } from '../sdp/negotiate.ts';
import { Hearing } from './hearing.ts';
import type { MediaEvent, SourceRule } from './messages.ts';
import type { Paced } from './pacer.ts';
import { Playlist } from './playlist.ts';
import { SourceFilter } from './sourceFilter.ts';

const SAMPLES = 160;
const PACKET_BYTES = RTP_HEADER_BYTES + SAMPLES;
/** The system may hold a datagram for a moment when its queue is full; no buffer is written again before four frames. */
const BUFFERS = 4;

/** Audio of one call: what is sent each 20 ms, and what is made of what arrives. */
export class Stream implements Paced {
  readonly id: number;
  hearing: Hearing | undefined;
  private readonly socket: Socket;
  private readonly emit: (event: MediaEvent) => void;
  private readonly packets = Array.from({ length: BUFFERS }, () => Buffer.alloc(PACKET_BYTES));
  private readonly ssrc = randomInt(2 ** 32);
  private sequence = randomInt(2 ** 15);
  private timestamp = randomInt(2 ** 31);
  private plan: MediaPlan | undefined;
  private filter: SourceFilter | undefined;
  private answeredMs: number | undefined;
  private playlist: Playlist | undefined;
  private digitTicks: DigitTick[] = [];
  private keyTimestamp = 0;
  private talking = false;
  private digitState: DigitReceiverState | undefined;
  private heardMs = 0;
  private timedOut = false;

  constructor(id: number, socket: Socket, emit: (event: MediaEvent) => void) {
    this.id = id;
    this.socket = socket;
    this.emit = emit;
  }

  setPlan(plan: MediaPlan, source: SourceRule, active: boolean, nowMs: number): void {
    const { remote } = plan;
    const same = this.plan?.remote.host === remote.host && this.plan.remote.port === remote.port && this.filter?.rule === source;
    if (!same) this.filter = new SourceFilter(source, remote);
    this.plan = plan;
    this.heardMs = nowMs;
    if (active) this.answeredMs ??= nowMs;
  }

  /** Milliseconds of call time; 0 before the answer. */
  callMs(nowMs: number): number {
    return this.answeredMs === undefined ? 0 : Math.max(0, Math.round(nowMs - this.answeredMs));
  }

  play(playback: number, clips: readonly Buffer[]): void {
    this.stopPlaying();
    this.playlist = new Playlist(playback, clips);
  }

  stopPlaying(): void {
    if (this.playlist !== undefined)
      this.emit({ kind: 'played', stream: this.id, playback: this.playlist.playback, finished: false });
    this.playlist = undefined;
  }

  sendDigits(digits: string, durationMs: number | undefined, gapMs: number | undefined): void {
    this.digitTicks.push(...planDigits(digits, durationMs, gapMs));
  }

  /** One frame: a key event, a piece of the playlist, or silence. The clock runs on even while the far end holds us. */
  tick(skipped: number): void {
    const { plan } = this;
    if (plan === undefined || this.answeredMs === undefined) return;
    this.timestamp = (this.timestamp + SAMPLES * (1 + skipped)) >>> 0;
    if (!plan.send) return;
    const digit = this.digitTicks.length === 0 ? undefined : this.digitTicks.shift();
    if (digit?.kind === 'event') this.sendEvent(plan, digit);
    else this.sendAudio(plan, digit === undefined);
  }

  /** One datagram from anywhere. Never throws. */
  receive(datagram: Buffer, host: string, port: number, nowMs: number): void {
    const { plan, filter } = this;
    if (plan === undefined || filter === undefined) return;
    const packet = readRtp(datagram);
    if (packet === undefined || !filter.accepts(host, port)) return;
    this.heardMs = nowMs;
    this.timedOut = false;
    const type = packet.payloadType;
    if (type === plan.payloadType) this.hearing?.push(packet, datagram, plan.codec === 'PCMU', nowMs);
    else if (type === plan.eventPayloadType || type === EVENT_PAYLOAD_TYPE) this.receiveEvent(packet, datagram, nowMs);
  }

  /** Tells, once, when the far end has been silent on the wire for too long. */
  checkTimeout(timeoutMs: number, nowMs: number): void {
    if (this.timedOut || this.answeredMs === undefined || !this.plan?.receive || nowMs - this.heardMs < timeoutMs) return;
    this.timedOut = true;
    this.emit({ kind: 'mediaTimeout', stream: this.id });
  }

  /** Hearing from now on; there is one for recording and listening. */
  hear(nowMs: number): Hearing {
    this.hearing ??= new Hearing(nowMs);
    return this.hearing;
  }

  /** What was recorded; empty if nothing was. */
  stopRecording(nowMs: number): Uint8Array {
    const recorded = this.hearing?.stopRecording(nowMs) ?? new Uint8Array(0);
    if (!this.hearing?.listening) this.hearing = undefined;
    return recorded;
  }

  private receiveEvent(packet: RtpPacket, datagram: Buffer, nowMs: number): void {
    const event = readTelephoneEvent(datagram, packet.payloadStart, packet.payloadEnd);
    if (event === undefined) return;
    const { state, digit } = receiveDigit(this.digitState, { event, ssrc: packet.ssrc, timestamp: packet.timestamp, nowMs });
    this.digitState = state;
    if (digit !== undefined) this.emit({ kind: 'digit', stream: this.id, digit, atMs: this.callMs(nowMs) });
  }

  private sendEvent(plan: MediaPlan, tick: Extract<DigitTick, { kind: 'event' }>): void {
    if (tick.first) this.keyTimestamp = this.timestamp;
    this.talking = false;
    if (plan.eventPayloadType === undefined) {
      this.sendAudio(plan, false);
      return;
    }
    const packet = this.nextPacket();
    writeRtpHeader(packet, tick.first, plan.eventPayloadType, this.sequence, this.keyTimestamp, this.ssrc);
    writeTelephoneEvent(packet, RTP_HEADER_BYTES, tick.event);
    this.transmit(packet, RTP_HEADER_BYTES + EVENT_BYTES);
  }

  // The marker opens a talkspurt (RFC 3551 §4.1): the first packet after silence.
  private sendAudio(plan: MediaPlan, mayPlay: boolean): void {
    const packet = this.nextPacket();
    const playlist = mayPlay ? this.playlist : undefined;
    const played = playlist?.read(packet, RTP_HEADER_BYTES, SAMPLES) ?? 0;
    const ulaw = plan.codec === 'PCMU';
    if (ulaw) translate(packet, RTP_HEADER_BYTES, RTP_HEADER_BYTES + played);
    if (played < SAMPLES) packet.fill(ulaw ? ULAW_SILENCE : ALAW_SILENCE, RTP_HEADER_BYTES + played);
    writeRtpHeader(packet, played > 0 && !this.talking, plan.payloadType, this.sequence, this.timestamp, this.ssrc);
    this.talking = played > 0;
    this.transmit(packet, PACKET_BYTES);
    if (playlist?.finished) this.finishPlaying(playlist);
  }

  private finishPlaying(playlist: Playlist): void {
    this.playlist = undefined;
    this.emit({ kind: 'played', stream: this.id, playback: playlist.playback, finished: true });
  }

  private nextPacket(): Buffer {
    this.sequence = (this.sequence + 1) & 0xffff;
    return this.packets[this.sequence % BUFFERS] ?? Buffer.alloc(PACKET_BYTES);
  }

  private transmit(packet: Buffer, length: number): void {
    const target = this.filter?.target;
    if (target !== undefined && target.port > 0) this.socket.send(packet, 0, length, target.port, target.host);
  }
}

function translate(packet: Buffer, from: number, to: number): void {
  for (let at = from; at < to; at++) packet[at] = alawToUlaw[packet[at] ?? ALAW_SILENCE] ?? ULAW_SILENCE;
}
