/** Clips played one after another without a gap; a packet may hold the end of one and the start of the next. */
export class Playlist {
  readonly playback: number;
  private readonly clips: readonly Buffer[];
  private clip = 0;
  private offset = 0;

  constructor(playback: number, clips: readonly Buffer[]) {
    this.playback = playback;
    this.clips = clips;
    this.skipEmpty();
  }

  get finished(): boolean {
    return this.clip >= this.clips.length;
  }

  /** Copies up to `count` bytes into `target` and returns how many there were. */
  read(target: Buffer, at: number, count: number): number {
    let copied = 0;
    while (copied < count && !this.finished) {
      const clip = this.clips[this.clip];
      if (clip === undefined) break;
      const taken = clip.copy(target, at + copied, this.offset, this.offset + count - copied);
      copied += taken;
      this.offset += taken;
      this.skipEmpty();
    }
    return copied;
  }

  private skipEmpty(): void {
    while (!this.finished && this.offset >= (this.clips[this.clip]?.length ?? 0)) {
      this.clip++;
      this.offset = 0;
    }
  }
}
