const WINDOW = 64;

/** Which of the last 64 indexes were seen (RFC 3711 §3.3.2), as two halves of 32 bits. */
export class ReplayWindow {
  private highest = -1;
  /** Bit n of `recent` is index highest − n; of `older`, highest − 32 − n. */
  private recent = 0;
  private older = 0;

  /** The highest index taken; −1 before the first. */
  get top(): number {
    return this.highest;
  }

  /** Whether it is new, and not too old to tell. */
  isNew(index: number): boolean {
    const age = this.highest - index;
    if (age < 0) return true;
    if (age >= WINDOW) return false;
    return age < 32 ? (this.recent & (1 << age)) === 0 : (this.older & (1 << (age - 32))) === 0;
  }

  /** Remembers an index that was authenticated. */
  take(index: number): void {
    const step = index - this.highest;
    if (step > 0) this.slide(step);
    const age = this.highest - index;
    if (age < 32) this.recent |= 1 << age;
    else if (age < WINDOW) this.older |= 1 << (age - 32);
  }

  private slide(step: number): void {
    this.highest += step;
    if (step >= WINDOW) {
      this.recent = 0;
      this.older = 0;
    } else if (step >= 32) {
      this.older = step === 32 ? this.recent : this.recent << (step - 32);
      this.recent = 0;
    } else {
      this.older = (this.older << step) | (this.recent >>> (32 - step));
      this.recent <<= step;
    }
  }
}
