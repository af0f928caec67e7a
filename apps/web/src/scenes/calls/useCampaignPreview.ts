import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/api.ts';

/** Whom a start would call; nothing is asked before an outbreak and a unit are chosen. */
export function useCampaignPreview(outbreakId: number | undefined, unitIds: readonly number[] | undefined) {
  const ids = unitIds ?? [];
  return useQuery({
    queryKey: ['campaigns', 'preview', outbreakId, ids],
    queryFn: () => api.previewCampaign(outbreakId ?? 0, ids),
    enabled: outbreakId !== undefined && ids.length > 0,
    staleTime: 0,
  });
}
