/** Something that answers the extensions `ivr`, `long` and `short`, alone on its core. */
export type Rival = {
  readonly name: 'engine' | 'asterisk';
  readonly sipPort: number;
  /** Its first process; those it started are measured too. */
  readonly pid: number;
  stop(): Promise<void>;
};

export type StartRival = (core: number) => Promise<Rival>;
