/** Even ports of a range (RFC 3550 §11), handed out in turn so that a port rests as long as possible before it is used again. */
export class Ports {
  private readonly inUse = new Set<number>();
  private readonly first: number;
  private readonly count: number;
  private cursor: number;

  /** `start`: where to begin, 0–1 of the range; random, so that a process started again doesn't meet packets of its former self. */
  constructor(range: { readonly from: number; readonly to: number }, start: number) {
    this.first = range.from + (range.from % 2);
    this.count = Math.max(0, Math.floor((range.to - this.first) / 2) + 1);
    this.cursor = Math.floor(start * this.count);
  }

  /** The next free port, or undefined when all are taken. */
  take(): number | undefined {
    for (let tries = 0; tries < this.count; tries++) {
      const port = this.first + 2 * (this.cursor++ % this.count);
      if (this.inUse.has(port)) continue;
      this.inUse.add(port);
      return port;
    }
    return undefined;
  }

  give(port: number): void {
    this.inUse.delete(port);
  }
}
