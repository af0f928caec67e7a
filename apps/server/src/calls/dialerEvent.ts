import type { Disposition, TrunkState } from '@truyvet/contract';

/** What a dialer tells while it works. Rows are committed before their event is sent. */
export type DialerEvent =
  | {
      readonly kind: 'attempt';
      readonly attemptId: number;
      readonly taskId: number;
      readonly campaignId: number;
      readonly personId: number;
      readonly state: 'committed' | 'ringing' | 'answered' | 'ended';
      /** With `ended`. */
      readonly disposition: Disposition | null;
      readonly at: Date;
    }
  /** A question or a sentence begins to be spoken. */
  | { readonly kind: 'step'; readonly attemptId: number; readonly stepId: string; readonly promptId: string; readonly at: Date }
  | { readonly kind: 'trunk'; readonly trunk: TrunkState }
  | { readonly kind: 'dialing'; readonly dialing: boolean };
