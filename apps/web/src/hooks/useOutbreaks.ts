import { useQuery } from '@tanstack/react-query';
import { api } from '../api/api.ts';

/** The outbreaks known to the server. */
export function useOutbreaks() {
  return useQuery({ queryKey: ['outbreaks'], queryFn: api.outbreaks, staleTime: 600_000, select: (list) => list.items });
}
