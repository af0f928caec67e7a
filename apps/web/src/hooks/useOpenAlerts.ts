import { useQuery } from '@tanstack/react-query';
import { api } from '../api/api.ts';

/** How many alerts are open (100 stands for "100 or more"), asked for every 15 s. */
export function useOpenAlerts(): number {
  const { data } = useQuery({
    queryKey: ['alerts', 'count'],
    queryFn: () => api.alerts({ state: 'open' }),
    refetchInterval: 15_000,
    select: (page) => page.items.length,
  });
  return data ?? 0;
}
