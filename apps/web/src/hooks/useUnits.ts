import { useQuery } from '@tanstack/react-query';
import { api } from '../api/api.ts';

/** The units the user sees; they change rarely. */
export function useUnits() {
  return useQuery({ queryKey: ['units'], queryFn: api.units, staleTime: 600_000, select: (list) => list.items });
}
