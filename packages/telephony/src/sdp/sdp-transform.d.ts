// sdp-transform ships no types; these are the parts we read.
declare module 'sdp-transform' {
  type Connection = { readonly version: number; readonly ip: string };
  type Media = {
    readonly type: string;
    readonly port: number;
    readonly protocol: string;
    readonly payloads?: string | number;
    readonly connection?: Connection;
    readonly direction?: string;
    readonly ptime?: number;
    readonly maxptime?: number;
    readonly rtcp?: { readonly port: number; readonly address?: string };
    readonly rtcpMux?: string;
    readonly crypto?: readonly {
      readonly id: number;
      readonly suite: string;
      readonly config: string;
      readonly sessionConfig?: string;
    }[];
    readonly rtp: readonly { readonly payload: number; readonly codec: string; readonly rate?: number }[];
  };
  type Session = { readonly connection?: Connection; readonly direction?: string; readonly media: readonly Media[] };
  const sdp: { parse(text: string): Session };
  export default sdp;
}
