import type { BoardCounters, BoardEvent, BoardSnapshot, LiveCall, TrunkState } from '@truyvet/contract';
import { readBoardCounts, readLiveCalls } from '../db/board.ts';
import { inScope, type Scope } from '../db/scope.ts';
import { presentCounters, presentLiveCall } from '../presenters/board.ts';
import { type DialogueWordBook, plainWords } from '../presenters/dialogueWords.ts';
import type { ApiPorts } from './ports.ts';

/** Shortest pause between two looks at the database; a look that took long is followed by a longer one, so that watching stays cheap. */
const pauseMs = 500;
const pauseShare = 4;
/** A look without being told, for what changes by the passing of time or in another process. */
const idleMs = 5_000;

type Told = { calls: Map<number, LiveCall>; counters: BoardCounters; trunk: TrunkState };
type Reader = (event: BoardEvent) => void;

/** Where the board comes from; one for all scopes. */
export type BoardSource = { readonly ports: ApiPorts; readonly words: DialogueWordBook };

/** The board as one scope sees it. */
export async function readSnapshot(source: BoardSource, scope: Scope, alsoIds: readonly number[] = []): Promise<BoardSnapshot> {
  const { ports, words } = source;
  const now = ports.clock.now();
  const { calls, book, counts } = await inScope(ports.db, scope, async (tx) => {
    const records = await readLiveCalls(tx, alsoIds);
    const versions = records.map(({ dialogueVersionId }) => dialogueVersionId);
    return { calls: records, book: await words.read(tx, versions), counts: await readBoardCounts(tx, now) };
  });
  return {
    now: now.toISOString(),
    calls: calls.map((call) =>
      presentLiveCall(call, book.get(call.dialogueVersionId) ?? plainWords, ports.board.stepOf(call.attemptId)),
    ),
    counters: presentCounters(counts),
    trunk: ports.board.trunk(),
    dialing: ports.board.dialing(),
  };
}

/**
 * Everybody who watches the board with the same scope shares one feed. It looks at the database when something changed, at most twice a
 * second, and passes on what is different from the last look. Without readers it rests.
 */
export class BoardFeed {
  readonly #source: BoardSource;
  readonly #scope: Scope;
  readonly #readers = new Set<Reader>();
  #told: Told | null = null;
  #looking: Promise<void> | null = null;
  #again = false;
  #timer: NodeJS.Timeout | null = null;
  #unsubscribe: (() => void) | null = null;

  constructor(source: BoardSource, scope: Scope) {
    this.#source = source;
    this.#scope = scope;
  }

  /** Sends a snapshot to `reader`, then every change. The result ends it. */
  async join(reader: Reader): Promise<() => void> {
    const snapshot = await readSnapshot(this.#source, this.#scope);
    reader({ kind: 'snapshot', data: snapshot });
    this.#readers.add(reader);
    if (this.#told === null) this.#wake(snapshot);
    // What this reader was shown and the feed has not seen yet must be told when it ends.
    for (const call of snapshot.calls) if (!this.#told?.calls.has(call.attemptId)) this.#told?.calls.set(call.attemptId, call);
    return () => {
      this.#readers.delete(reader);
      if (this.#readers.size === 0) this.#rest();
    };
  }

  #wake(snapshot: BoardSnapshot): void {
    this.#told = remembered(snapshot);
    this.#unsubscribe = this.#source.ports.board.subscribe(() => this.#lookSoon());
    this.#timer = setInterval(() => this.#lookSoon(), idleMs);
  }

  #rest(): void {
    this.#unsubscribe?.();
    if (this.#timer) clearInterval(this.#timer);
    this.#told = null;
  }

  #lookSoon(): void {
    this.#again = true;
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
      if (this.#again && this.#readers.size > 0) this.#lookSoon();
    });
  }

  async #look(): Promise<void> {
    this.#again = false;
    const begun = performance.now();
    try {
      await this.#tellChanges();
    } catch (error) {
      this.#source.ports.log.warn({ err: error }, 'board: could not look at the calls');
    }
    const tookMs = performance.now() - begun;
    await new Promise((resolve) => setTimeout(resolve, Math.max(pauseMs, pauseShare * tookMs)));
  }

  async #tellChanges(): Promise<void> {
    const before = this.#told;
    if (!before) return;
    const live = [...before.calls.values()].filter(({ state }) => state !== 'ended').map(({ attemptId }) => attemptId);
    const snapshot = await readSnapshot(this.#source, this.#scope, live);
    this.#told = remembered(snapshot);
    for (const event of changes(before, snapshot)) for (const reader of this.#readers) reader(event);
  }
}

const remembered = ({ calls, counters, trunk }: BoardSnapshot): Told => ({
  calls: new Map(calls.map((call) => [call.attemptId, call])),
  counters,
  trunk,
});

function changes(before: Told, { calls, counters, trunk }: BoardSnapshot): BoardEvent[] {
  const changed = calls.filter((call) => !same(before.calls.get(call.attemptId), call));
  const events: BoardEvent[] = changed.map((data) => ({ kind: 'call', data }));
  if (!same(before.counters, counters)) events.push({ kind: 'counters', data: counters });
  if (!same(before.trunk, trunk)) events.push({ kind: 'trunk', data: trunk });
  return events;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
