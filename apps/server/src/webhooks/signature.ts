import { createHmac } from 'node:crypto';

/** `t=<unix seconds>,v1=<hex>`: HMAC-SHA-256 over `<t>.<body>`, so that neither the body nor its time can be changed, nor an old one sent again. */
export function signatureOf(secret: string, body: string, at: Date): string {
  const t = Math.floor(at.getTime() / 1000);
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`;
}
