import type { Progress } from '../cli/progress.ts';

/** How the demo shows itself; the command line gives it a terminal. */
export type DemoView = {
  /** A new part of the work begins. */
  readonly step: (text: string) => void;
  readonly say: (text: string) => void;
  readonly progress: (label: string, unit: string) => Progress;
};
