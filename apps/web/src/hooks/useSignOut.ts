import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/api.ts';
import { sessionKey } from '../api/queryClient.ts';
import { useProblemNotice } from './useProblemNotice.ts';

/** Ends the session and forgets everything that was read in it. */
export function useSignOut() {
  const client = useQueryClient();
  const onError = useProblemNotice();
  return useMutation({
    mutationFn: api.signOut,
    onSuccess: () => {
      client.clear();
      client.setQueryData(sessionKey, null);
    },
    onError,
  });
}
