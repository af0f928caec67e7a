import { useQueryClient } from '@tanstack/react-query';
import { type BoardEvent, boardEvent, paths } from '@truyvet/contract';
import { useEffect, useState } from 'react';
import { sessionKey } from '../../api/queryClient.ts';
import { applyBoardEvents, type BoardState, withoutOldCalls } from './boardState.ts';

const kinds = ['snapshot', 'call', 'counters', 'trunk'] as const satisfies readonly BoardEvent['kind'][];
/** Events are gathered for so long before the board is drawn again: hundreds of calls may move at once. */
const drawEveryMs = 200;

export type LiveBoard = { readonly board: BoardState | null; readonly connected: boolean };

/** Listens to the live board as long as the scene is open. The browser itself connects again after a loss. */
export function useBoard(): LiveBoard {
  const client = useQueryClient();
  const [board, setBoard] = useState<BoardState | null>(null);
  const [connected, setConnected] = useState(false);
  useEffect(() => {
    const waiting: BoardEvent[] = [];
    const stream = new EventSource(paths.board);
    for (const kind of kinds) {
      stream.addEventListener(kind, (message: MessageEvent<string>) => {
        const event = boardEvent.safeParse({ kind, data: JSON.parse(message.data) });
        if (event.success) waiting.push(event.data);
        else console.error(`board: ${kind} not understood`, event.error.issues);
      });
    }
    stream.onopen = () => setConnected(true);
    stream.onerror = () => {
      setConnected(false);
      // Closed for good: refused, most likely because the session is over. Asking who is signed in finds out.
      if (stream.readyState === EventSource.CLOSED) void client.invalidateQueries({ queryKey: sessionKey });
    };
    const drawing = setInterval(() => {
      const events = waiting.splice(0);
      setBoard((before) => {
        const after = applyBoardEvents(before, events, Date.now());
        return after && withoutOldCalls(after, Date.now());
      });
    }, drawEveryMs);
    return () => {
      clearInterval(drawing);
      stream.close();
    };
  }, [client]);
  return { board, connected };
}
