import { useQuery } from '@tanstack/react-query';
import type { Session } from '@truyvet/contract';
import { api } from '../api/api.ts';
import { ApiProblem } from '../api/apiProblem.ts';
import { sessionKey } from '../api/queryClient.ts';

/** Who is signed in: `undefined` while asking, `null` nobody. */
export function useSession() {
  return useQuery({ queryKey: sessionKey, queryFn: readSession, staleTime: 60_000 });
}

async function readSession(): Promise<Session | null> {
  try {
    return await api.session();
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return null;
    throw error;
  }
}
