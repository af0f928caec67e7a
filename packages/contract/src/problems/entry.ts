/** One refusal of the catalogue: an HTTP status, a process exit code and a sentence in both languages. */
export type Entry = { readonly status: number; readonly exit: number; readonly vi: string; readonly en: string };

/** Exit codes of the command line, by kind of failure (documented in README). */
export const exitCodes = { failed: 1, usage: 2, badInput: 3, environment: 4, refused: 5 } as const;
