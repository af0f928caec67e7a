/**
 * What the server believes happened, as the file that the comparison reads. Written by the dialler's process from the database;
 * the citizens write theirs from what they heard and pressed.
 */
export type ServerRecord = {
  readonly attempts: readonly ServerAttempt[];
  readonly alerts: readonly { readonly number: string; readonly callId: string; readonly code: string }[];
  /** What is stored as the follow-up day of those who answered the symptom question. */
  readonly symptoms: readonly {
    readonly callId: string;
    readonly symptoms: { readonly symptoms: string; readonly severe?: string };
  }[];
};

export type ServerAttempt = {
  readonly callId: string;
  /** E.164. */
  readonly number: string;
  readonly personId: number;
  readonly answered: boolean;
  readonly disposition: string | null;
  /** In the order in which they were stored. */
  readonly answers: readonly { readonly stepId: string; readonly keys: string; readonly isRecording: boolean }[];
};
