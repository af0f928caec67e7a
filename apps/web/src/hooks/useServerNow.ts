import { useSession } from './useSession.ts';
import { useTick } from './useTick.ts';

/** The server's present in milliseconds since 1970, moving on every `stepMs`. The server may live at a logical time. */
export function useServerNow(stepMs: number): number {
  const { data: session, dataUpdatedAt } = useSession();
  const nowMs = useTick(stepMs);
  return session ? Date.parse(session.now) + Math.max(0, nowMs - dataUpdatedAt) : nowMs;
}
