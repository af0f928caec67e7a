/** What a cell holds. A date is a local day at midnight UTC, as spreadsheets keep it. */
export type Cell = string | number | Date | null;

/** A worksheet, row by row from row 1 on. */
export type Sheet = { readonly name: string; readonly rows: readonly (readonly Cell[])[] };
