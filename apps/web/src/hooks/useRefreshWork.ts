import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

const families = ['alerts', 'declarations', 'errands', 'people', 'registers', 'results', 'summary'] as const;

/** Has everything read again that shows alerts, errands or declarations, after one of them changed. */
export function useRefreshWork(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(async () => {
    await Promise.all(families.map((family) => client.invalidateQueries({ queryKey: [family] })));
  }, [client]);
}
