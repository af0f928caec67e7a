import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api } from '../../api/api.ts';
import { listKey } from './listKey.ts';

/** Sends a list; then shows what became of each row, and has everything else read again. */
export function useUpload() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: api.uploadList,
    onSuccess: async (detail) => {
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
      client.setQueryData(listKey(detail.id), detail);
      await navigate({ to: '/lists/$importId', params: { importId: String(detail.id) } });
    },
  });
}
