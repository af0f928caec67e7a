import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/api.ts';

/** The diseases of which there is a profile. */
export function useDiseases() {
  return useQuery({ queryKey: ['diseases'], queryFn: api.diseases, staleTime: 600_000, select: (list) => list.items });
}
