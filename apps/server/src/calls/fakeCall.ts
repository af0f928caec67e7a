/** For tests: a call without a network. What the code under test does to it is written down in `done`. */
import type { Call, CallEvents, Unsubscribe } from '@truyvet/telephony';

type Listeners = { [K in keyof CallEvents]?: ((payload: CallEvents[K]) => void)[] };

export class FakeCall implements Call {
  readonly direction = 'outgoing';
  readonly remoteNumber = '+84912345678';
  readonly calledNumber = '+84912345678';
  readonly identifiers = {
    callId: 'fake',
    localTag: 'a',
    localUri: 'sip:a@b',
    remoteUri: 'sip:c@d',
    requestUri: 'sip:c@d',
    routeSet: [],
    cseq: 1,
    branch: 'z9hG4bK1',
    proxy: { host: '127.0.0.1', port: 5060 },
  };
  state: Call['state'] = 'new';
  readonly done: string[] = [];
  readonly #listeners: Listeners = {};
  #playbacks = 0;
  #recorded: Uint8Array = new Uint8Array(0);

  on<K extends keyof CallEvents>(event: K, listener: (payload: CallEvents[K]) => void): Unsubscribe {
    const list: ((payload: CallEvents[K]) => void)[] = this.#listeners[event] ?? [];
    Object.assign(this.#listeners, { [event]: list });
    list.push(listener);
    return () => void list.splice(list.indexOf(listener), 1);
  }
  emit<K extends keyof CallEvents>(event: K, payload: CallEvents[K]): void {
    for (const listener of [...(this.#listeners[event] ?? [])]) listener(payload);
  }
  /** The far end presses a key. */
  press(digit: string): void {
    this.emit('digit', { digit, atMs: 0 });
  }
  /** What plays is heard to its end. */
  hear(): void {
    this.emit('played', { playback: this.#playbacks, finished: true });
  }
  /** What a recording will have heard. */
  say(alaw: Uint8Array): void {
    this.#recorded = alaw;
  }
  start(): void {
    this.state = 'calling';
  }
  answered(): void {
    this.state = 'answered';
    this.emit('answered', { codec: 'PCMA' });
  }
  play(clipIds: readonly string[]): number {
    this.done.push(`play ${clipIds.length}`);
    return ++this.#playbacks;
  }
  stopPlaying(): void {
    this.done.push('stop');
  }
  startRecording(): void {
    this.done.push('record');
  }
  async stopRecording(): Promise<Uint8Array> {
    return this.#recorded;
  }
  readonly quality = undefined;
  async measureQuality(): Promise<undefined> {
    return undefined;
  }
  analyse(): void {
    this.done.push('analyse');
  }
  async transfer(target: string): Promise<{ readonly ok: boolean }> {
    this.done.push(`transfer ${target}`);
    return { ok: true };
  }
  async hold(): Promise<void> {
    this.done.push('hold');
  }
  async resume(): Promise<void> {
    this.done.push('resume');
  }
  hangUp(): void {
    if (this.state === 'ended') return;
    this.end({ cause: 'hungUp' });
  }
  end(end: CallEvents['ended']): void {
    this.state = 'ended';
    this.done.push(`end ${end.cause}`);
    this.emit('ended', end);
  }
  ring(): void {}
  answer(): void {}
  reject(): void {}
  sendDigits(): void {}
  listenToAudio(): void {}
}
