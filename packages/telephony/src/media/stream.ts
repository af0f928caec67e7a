import type { AnalysisOptions, CallQuality } from '../api.ts';
import { KeyToneDetector } from '../audio/keyToneDetector.ts';
import { type DigitReceiverState, receiveDigit } from '../rtp/digitReceiver.ts';
import { emptyPacket, type RtpPacket, readRtpInto } from '../rtp/packet.ts';
import { Reception } from '../rtp/reception.ts';
import { isRtcp } from '../rtp/rtcp.ts';
import { readTelephoneEvent } from '../rtp/telephoneEvent.ts';
import { EVENT_PAYLOAD_TYPE, type MediaPlan } from '../sdp/negotiate.ts';
import { SrtpSession } from '../srtp/srtpSession.ts';
import { Analysis } from './analysis.ts';
import { Hearing } from './hearing.ts';
import { Listener } from './listener.ts';
import type { MediaEvent, SourceRules } from './messages.ts';
import type { Paced } from './pacer.ts';
import { Playlist } from './playlist.ts';
import { Reports } from './reports.ts';
import type { RtpSocket } from './rtpSockets.ts';
import { SourceFilter } from './sourceFilter.ts';
import { Speaking } from './speaking.ts';

/** Sends a report from the port beside the stream's. */
export type SendControl = (report: Buffer, host: string, port: number) => void;

/** Packets of a bridged call go here as they come. */
export type BridgeSink = (packet: RtpPacket, datagram: Buffer, ulaw: boolean) => void;

/** One for all streams of a thread: nobody keeps it. */
const packet = emptyPacket();

/** Audio of one call: what is sent each frame, and what is made of what arrives. */
export class Stream implements Paced {
  readonly id: number;
  hearing: Hearing | undefined;
  bridge: BridgeSink | undefined;
  /** Whether a clock ticks it already. */
  paced = false;
  readonly speaking: Speaking;
  private readonly socket: Pick<RtpSocket, 'send'>;
  private readonly emit: (event: MediaEvent) => void;
  private readonly sendControl: SendControl;
  private readonly reports: Reports;
  private readonly reception = new Reception();
  private plan: MediaPlan | undefined;
  private filter: SourceFilter | undefined;
  private srtp: SrtpSession | undefined;
  private answeredMs: number | undefined;
  private digitState: DigitReceiverState | undefined;
  private listener: Listener | undefined;
  private keyTones: KeyToneDetector | undefined;
  private analysis: Analysis | undefined;
  private analysisWanted: AnalysisOptions | undefined;
  private heardMs = 0;
  private nowMs = 0;
  private timedOut = false;

  constructor(
    id: number,
    socket: Pick<RtpSocket, 'send'>,
    emit: (event: MediaEvent) => void,
    sendControl: SendControl,
    reportIntervalMs: number,
  ) {
    this.id = id;
    this.socket = socket;
    this.emit = emit;
    this.sendControl = sendControl;
    this.speaking = new Speaking({
      transmit: (bytes, length) => this.transmit(bytes, length),
      played: (playback, finished) => emit({ kind: 'played', stream: id, playback, finished }),
    });
    this.reports = new Reports(this.speaking, this.reception, reportIntervalMs, Math.random);
  }

  /** Length of our packets. */
  get frameMs(): number {
    return this.plan?.frameMs ?? 20;
  }

  setPlan(plan: MediaPlan, rules: SourceRules, active: boolean, nowMs: number): void {
    const before = this.plan;
    const sameEnd = before?.remote.host === plan.remote.host && before.remote.port === plan.remote.port;
    const known = this.filter?.rules;
    if (!sameEnd || known?.source !== rules.source || known.symmetric !== rules.symmetric)
      this.filter = new SourceFilter(rules, plan.remote);
    if (plan.srtp === undefined) this.srtp = undefined;
    else if (!sameKeys(this.srtp, plan.srtp)) this.srtp = new SrtpSession(plan.srtp);
    this.plan = plan;
    this.heardMs = nowMs;
    if (active) {
      this.answeredMs ??= nowMs;
      this.reports.begin(nowMs);
      this.startAnalysis(nowMs);
    }
    this.keyTones =
      plan.eventPayloadType === undefined ? (this.keyTones ?? new KeyToneDetector((digit) => this.tellDigit(digit))) : undefined;
    this.listenIfNeeded(nowMs);
  }

  /** Milliseconds of call time; 0 before the answer. */
  callMs(nowMs: number): number {
    return this.answeredMs === undefined ? 0 : Math.max(0, Math.round(nowMs - this.answeredMs));
  }

  play(playback: number, clips: readonly Buffer[], stopOnDigit: boolean): void {
    this.speaking.play(new Playlist(playback, clips), stopOnDigit);
  }

  /** Looks for a machine, a voice or a beep from the answer on, or from now in an answered call. */
  analyse(options: AnalysisOptions, nowMs: number): void {
    this.analysisWanted = options;
    this.analysis = undefined;
    if (this.answeredMs !== undefined) this.startAnalysis(nowMs);
    this.listenIfNeeded(nowMs);
  }

  tick(skipped: number): void {
    if (this.plan !== undefined && this.answeredMs !== undefined) this.speaking.tick(this.plan, skipped);
  }

  /** One datagram from anywhere. Never throws. */
  receive(datagram: Buffer, host: string, port: number, nowMs: number): void {
    const { plan, filter } = this;
    if (plan === undefined || filter === undefined || !filter.accepts(host, port)) return;
    if (plan.rtcp.mux && isRtcp(datagram)) {
      this.readControl(datagram, nowMs);
      return;
    }
    const plain = this.srtp === undefined ? datagram : this.srtp.unprotect(datagram);
    if (plain === undefined || !readRtpInto(packet, plain)) return;
    filter.learn(host, port);
    this.heardMs = nowMs;
    this.timedOut = false;
    const audio = packet.payloadType === plan.payloadType;
    this.reception.count(packet.sequence, packet.timestamp, packet.ssrc, nowMs, audio);
    if (audio) this.receiveAudio(plain, plan.codec === 'PCMU', nowMs);
    else if (packet.payloadType === plan.eventPayloadType || packet.payloadType === EVENT_PAYLOAD_TYPE)
      this.receiveEvent(plain, nowMs);
  }

  /** One datagram on the port beside. Never throws. */
  receiveControl(datagram: Buffer, host: string, nowMs: number): void {
    const { plan, filter } = this;
    if (plan === undefined || filter === undefined) return;
    // Its port is another one than audio's, so only hosts can be compared.
    if (host === plan.rtcp.address.host || host === filter.target.host) this.readControl(datagram, nowMs);
  }

  /** Sends a report if one is due, and tells the call what is known by then. */
  report(nowMs: number, unixMs: number): void {
    const report = this.reports.takeDue(nowMs, unixMs);
    if (report === undefined) return;
    this.transmitControl(report);
    this.emit({ kind: 'quality', stream: this.id, quality: this.quality() });
  }

  /** The last report. `reported`: whether the far end heard any from us, so that a goodbye means something to it. */
  sayGoodbye(nowMs: number, unixMs: number, reported: boolean): void {
    if (this.answeredMs === undefined || !(reported || this.plan?.rtcp.mux)) return;
    this.transmitControl(this.reports.write(nowMs, unixMs, true));
  }

  quality(): CallQuality {
    return this.reports.quality();
  }

  /** Called now and then: time passes for detectors even where no packet comes. */
  advance(nowMs: number): void {
    this.nowMs = nowMs;
    if (this.answeredMs !== undefined) this.listener?.advance(nowMs);
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

  private receiveAudio(datagram: Buffer, ulaw: boolean, nowMs: number): void {
    this.hearing?.push(packet, datagram, ulaw, nowMs);
    this.bridge?.(packet, datagram, ulaw);
    if (this.listener === undefined || this.answeredMs === undefined) return;
    this.nowMs = nowMs;
    this.listener.push(packet, datagram, ulaw, nowMs);
  }

  private receiveEvent(datagram: Buffer, nowMs: number): void {
    const event = readTelephoneEvent(datagram, packet.payloadStart, packet.payloadEnd);
    if (event === undefined) return;
    const { ssrc, timestamp } = packet;
    const { state, digit } = receiveDigit(this.digitState, { event, ssrc, timestamp, nowMs });
    this.digitState = state;
    this.nowMs = nowMs;
    // A far end that sends events after all would be heard twice.
    this.keyTones = undefined;
    if (digit !== undefined) this.tellDigit(digit);
  }

  private tellDigit(digit: string): void {
    this.emit({ kind: 'digit', stream: this.id, digit, atMs: this.callMs(this.nowMs) });
    this.speaking.hearDigit();
    this.analysis?.key();
  }

  private startAnalysis(nowMs: number): void {
    if (this.analysisWanted === undefined || this.analysis !== undefined) return;
    this.nowMs = nowMs;
    const at = () => this.callMs(this.nowMs);
    this.analysis = new Analysis(this.analysisWanted, {
      machine: (verdict) => this.emit({ kind: 'machine', stream: this.id, ...verdict, atMs: at() }),
      voice: (speaking) => this.emit({ kind: 'voice', stream: this.id, speaking, atMs: at() }),
      beep: (frequencyHz, durationMs) => this.emit({ kind: 'beep', stream: this.id, frequencyHz, durationMs, atMs: at() }),
    });
  }

  // Calls in which nothing is looked for pay nothing.
  private listenIfNeeded(nowMs: number): void {
    if (this.keyTones === undefined && this.analysisWanted === undefined) this.listener = undefined;
    else
      this.listener ??= new Listener((samples, count) => {
        this.keyTones?.push(samples, count);
        this.analysis?.push(samples, count);
      }, nowMs);
  }

  private readControl(datagram: Buffer, nowMs: number): void {
    const plain = this.srtp === undefined ? datagram : this.srtp.unprotectReport(datagram);
    if (plain !== undefined) this.reports.receive(plain, nowMs, performance.timeOrigin + nowMs);
  }

  private transmit(bytes: Buffer, length: number): void {
    const target = this.filter?.target;
    if (target === undefined || target.port === 0) return;
    const sent = this.srtp === undefined ? length : this.srtp.protect(bytes, length);
    this.socket.send(bytes, 0, sent, target.port, target.host);
  }

  private transmitControl(report: Buffer): void {
    const { plan, filter } = this;
    if (plan === undefined || filter === undefined || filter.target.port === 0) return;
    const bytes = this.srtp === undefined ? report : this.srtp.protectReport(report);
    const { target } = filter;
    if (plan.rtcp.mux) this.socket.send(bytes, 0, bytes.length, target.port, target.host);
    else if (target.host === plan.remote.host && target.port === plan.remote.port)
      this.sendControl(bytes, plan.rtcp.address.host, plan.rtcp.address.port);
    // Symmetric: reports of one who stands behind a NAT are reached beside its audio, if at all.
    else this.sendControl(bytes, target.host, Math.min(65_535, target.port + 1));
  }
}

const sameKeys = (session: SrtpSession | undefined, plan: SrtpSession['plan']): boolean =>
  session !== undefined &&
  session.plan.suite === plan.suite &&
  session.plan.sendKey === plan.sendKey &&
  session.plan.receiveKey === plan.receiveKey;
