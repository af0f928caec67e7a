/** Key of the query that reads one list. */
export const listKey = (importId: number) => ['imports', 'detail', importId] as const;
