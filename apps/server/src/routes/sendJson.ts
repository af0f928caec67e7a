/** Sends what is JSON already, as it is. */
export function sendJson<Sent>(
  reply: { header(name: string, value: string): unknown; send(payload: never): Sent },
  text: string,
): Sent {
  reply.header('content-type', 'application/json; charset=utf-8');
  return reply.send(text as never);
}
