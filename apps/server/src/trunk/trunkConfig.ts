import { z } from 'zod';

/** A SIP trunk as the administrator writes it (docs/trunk.md); `password` never leaves this process. */
export const trunkSchema = z
  .object({
    name: z.string().default('trunk'),
    host: z.string(),
    /** 0: `host` is a service domain, looked up by DNS SRV. */
    port: z.number().int().min(0).max(65535).optional(),
    transport: z.enum(['udp', 'tcp', 'tls']).default('udp'),
    tls: z
      .strictObject({
        serverName: z.string().optional(),
        /** PEM file of the authority, in place of the system's. */
        caFile: z.string().optional(),
        allowSelfSigned: z.boolean().default(false),
      })
      .optional(),
    srtp: z.enum(['never', 'accepted', 'required']).optional(),
    domain: z.string().optional(),
    outboundProxy: z.strictObject({ host: z.string(), port: z.number().int().min(1).max(65535).default(5060) }).optional(),
    callerNumber: z.string(),
    displayName: z.string().optional(),
    assertedIdentity: z.string().optional(),
    privacy: z.enum(['id', 'none']).optional(),
    username: z.string().optional(),
    password: z.string().optional(),
    /** Registers at the trunk and stays registered: for operators that only know who has. */
    register: z.boolean().default(false),
    codecs: z
      .array(z.enum(['PCMA', 'PCMU']))
      .min(1)
      .optional(),
    ptimeMs: z.union([z.literal(10), z.literal(20), z.literal(30), z.literal(40), z.literal(50), z.literal(60)]).optional(),
    sessionExpiresS: z.number().int().min(0).optional(),
    channels: z.number().int().min(1).default(8),
    callsPerSecond: z.number().positive().default(2),
    rtpSource: z.enum(['strict', 'sameAddress', 'learn']).default('sameAddress'),
    symmetricRtp: z.boolean().optional(),
  })
  .refine(({ transport, srtp }) => srtp !== 'required' || transport === 'tls', {
    path: ['srtp'],
    message: 'SRTP needs "transport": "tls", else its keys travel in clear',
  })
  .refine(({ username, password }) => (username === undefined) === (password === undefined), {
    path: ['password'],
    message: 'a username needs a password, and a password a username',
  });

export type TrunkConfig = z.infer<typeof trunkSchema>;
