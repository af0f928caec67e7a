import type { SabotageKind } from '../calls/sabotage.ts';

export type DemoOptions = {
  readonly people: number;
  readonly seed: number;
  readonly pace: number;
  readonly channels: number;
  readonly sabotage?: SabotageKind;
  /** Kill the dialler with SIGKILL so long after its start, and start it again. */
  readonly killAfterS?: number;
  readonly outFolder: string;
  readonly databaseUrl: string;
  readonly projectFolder: string;
};
