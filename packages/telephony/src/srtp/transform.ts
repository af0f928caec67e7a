/** Protection of single packets under one session key. Counting, replays and key derivation are the session's. */
export type Transform = {
  /** Encrypts in place and writes the tag behind; `packet` has 16 bytes of room after `length`. Returns the new length. */
  sealRtp(packet: Buffer, headerBytes: number, length: number, ssrc: number, roc: number, sequence: number): number;
  /** The plain packet in a buffer of its own; undefined if it was forged or is too short. */
  openRtp(packet: Buffer, headerBytes: number, ssrc: number, roc: number, sequence: number): Buffer | undefined;
  /** `index` counts the reports sent, 31 bits. */
  sealRtcp(report: Buffer, ssrc: number, index: number): Buffer;
  openRtcp(packet: Buffer): { readonly report: Buffer; readonly index: number } | undefined;
};
