/** What a list may cost to read. Generous for a commune's list, small for a machine with 2 cores and little memory. */
export const limits = {
  fileBytes: 20 * 1024 * 1024,
  /** All parts of a workbook unpacked. The sheet of 200,000 rows is about 150 MB of XML. */
  unpackedBytes: 400 * 1024 * 1024,
  /** Parts above `ratioFromBytes` that unpack to more than this many times their size are bombs; XML of real sheets stays below 60. */
  ratio: 200,
  ratioFromBytes: 20 * 1024 * 1024,
  entries: 2_000,
  sharedTextBytes: 100 * 1024 * 1024,
  rows: 200_000,
  columns: 256,
  /** Characters of all cells of a sheet together. */
  textLength: 60_000_000,
  /** After this many blank rows in a row the sheet has ended, whatever its dimension says. */
  blankRows: 20_000,
  mergedRows: 200,
  heapMb: 384,
  /** Of computing, not of waiting for a processor that others use. */
  timeMs: 60_000,
  /** The parser of .xls can run in circles in a damaged file. */
  xlsTimeMs: 20_000,
} as const;
