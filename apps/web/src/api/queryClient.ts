import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './apiProblem.ts';

/** Key of the query that says who is signed in. Its value null means: nobody. */
export const sessionKey = ['session'] as const;

/** The cache of everything read. An answer "not signed in" anywhere brings the sign-in scene back. */
export function createQueryClient(): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof ApiProblem && error.code === 'auth.required') client.setQueryData(sessionKey, null);
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: { queries: { staleTime: 5_000, retry: retryOnlyLostConnections } },
  });
  return client;
}

/** A refusal stays a refusal; only an answer that never came is asked for again. */
function retryOnlyLostConnections(failures: number, error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 0 && failures < 2;
}
