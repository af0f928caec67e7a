/** What may wait waits so long for company. */
const PATIENCE_MS = 10;

/**
 * Messages between threads, gathered: each costs both threads more than what it says, most of all where they share a core. Everything of one turn of the
 * loop leaves together when the turn ends, and what `mayWait` takes along what came before.
 */
export class Batch<Item> {
  private items: Item[] = [];
  private readonly post: (items: Item[]) => void;
  private readonly mayWait: (item: Item) => boolean;
  private flushing = false;
  private late: NodeJS.Timeout | undefined;

  constructor(post: (items: Item[]) => void, mayWait: (item: Item) => boolean) {
    this.post = post;
    this.mayWait = mayWait;
  }

  add(item: Item): void {
    this.items.push(item);
    if (this.mayWait(item)) this.late ??= setTimeout(() => this.flush(), PATIENCE_MS);
    else if (!this.flushing) {
      this.flushing = true;
      setImmediate(() => this.endTurn());
    }
  }

  /** Takes back what nobody needs to hear any more. */
  takeBack(unneeded: (item: Item) => boolean): Item[] {
    const taken = this.items.filter(unneeded);
    if (taken.length > 0) this.items = this.items.filter((item) => !taken.includes(item));
    return taken;
  }

  private endTurn(): void {
    this.flushing = false;
    if (!this.items.every((item) => this.mayWait(item))) this.flush();
  }

  private flush(): void {
    clearTimeout(this.late);
    this.late = undefined;
    const { items } = this;
    this.items = [];
    if (items.length > 0) this.post(items);
  }
}
