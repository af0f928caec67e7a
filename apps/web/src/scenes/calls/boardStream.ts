import { type BoardEvent, boardEvent, paths } from '@truyvet/contract';

const kinds = ['snapshot', 'call', 'counters', 'trunk'] as const satisfies readonly BoardEvent['kind'][];
const againAfterMs = 3_000;

export type BoardStreamHandlers = {
  readonly onEvent: (event: BoardEvent) => void;
  readonly onConnected: (connected: boolean) => void;
  /** The server refused the stream, most likely because the session is over. It is tried again all the same. */
  readonly onRefused: () => void;
};

/**
 * Listens to the live board until the result is called. A browser connects again by itself when the network fails, but gives up for good
 * after any answer that is not a stream (a server that is starting, a proxy's error page): then this tries again.
 */
export function openBoardStream(handlers: BoardStreamHandlers): () => void {
  let stream = connect();
  let again: ReturnType<typeof setTimeout> | undefined;

  function connect(): EventSource {
    const source = new EventSource(paths.board);
    for (const kind of kinds) source.addEventListener(kind, (message: MessageEvent<string>) => tell(kind, message.data));
    source.onopen = () => handlers.onConnected(true);
    source.onerror = () => {
      handlers.onConnected(false);
      if (source.readyState !== EventSource.CLOSED) return;
      handlers.onRefused();
      again = setTimeout(() => {
        stream = connect();
      }, againAfterMs);
    };
    return source;
  }

  function tell(kind: BoardEvent['kind'], text: string): void {
    const event = boardEvent.safeParse({ kind, data: JSON.parse(text) });
    if (event.success) handlers.onEvent(event.data);
    else console.error(`board: ${kind} is not what the contract says`, event.error.issues);
  }

  return () => {
    clearTimeout(again);
    stream.close();
  };
}
