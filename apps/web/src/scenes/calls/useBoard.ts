import { useQueryClient } from '@tanstack/react-query';
import type { BoardEvent } from '@truyvet/contract';
import { useEffect, useState } from 'react';
import { sessionKey } from '../../api/queryClient.ts';
import { applyBoardEvents, type BoardState, withoutOldCalls } from './boardState.ts';
import { openBoardStream } from './boardStream.ts';

/** Events are gathered for so long before the board is drawn again: hundreds of calls may move at once. */
const drawEveryMs = 200;

export type LiveBoard = { readonly board: BoardState | null; readonly connected: boolean };

/** The live board, as long as the scene is open. */
export function useBoard(): LiveBoard {
  const client = useQueryClient();
  const [board, setBoard] = useState<BoardState | null>(null);
  const [connected, setConnected] = useState(true);
  useEffect(() => {
    const waiting: BoardEvent[] = [];
    const close = openBoardStream({
      onEvent: (event) => waiting.push(event),
      onConnected: setConnected,
      onRefused: () => void client.invalidateQueries({ queryKey: sessionKey }),
    });
    const drawing = setInterval(() => {
      const events = waiting.splice(0);
      setBoard((before) => {
        const after = applyBoardEvents(before, events, Date.now());
        return after && withoutOldCalls(after, Date.now());
      });
    }, drawEveryMs);
    return () => {
      clearInterval(drawing);
      close();
    };
  }, [client]);
  return { board, connected };
}
