import { keepPreviousData, type QueryKey, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';

type Page<Row> = { readonly items: readonly Row[]; readonly nextCursor: string | null };

/** A list that is read page by page; `readMore` asks for the next one, if there is one and none is on its way. */
export function usePages<Row, P extends Page<Row>>(
  queryKey: QueryKey,
  readPage: (cursor: string | undefined) => Promise<P & Page<Row>>,
  refetchMs?: number,
) {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => readPage(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: refetchMs ?? false,
  });
  const { data, fetchNextPage, hasNextPage, isFetchingNextPage } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const readMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const { isPending, error, refetch } = query;
  return { rows, firstPage: data?.pages[0], isPending, error, refetch, readMore, hasMore: hasNextPage };
}
