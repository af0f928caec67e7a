import { connect, type Socket } from 'node:net';

/** `head`: status line and header fields. `body` is read as text only when somebody wants it. */
export type HttpAnswer = { readonly status: number; readonly head: string; readonly body: () => string };

type Waiting = { readonly resolve: (answer: HttpAnswer) => void; readonly reject: (error: Error) => void };
const headEnd = Buffer.from('\r\n\r\n');

/**
 * One HTTP connection that stays open, one request at a time. Node's own client takes about as long for an answer as the server does, on the same
 * cores; this reads what it needs: the status and Content-Length, which the server always sends.
 */
export class BenchConnection {
  readonly #port: number;
  readonly #localAddress: string;
  #socket: Socket | undefined;
  #waiting: Waiting | undefined;
  #parts: Buffer[] = [];
  #got = 0;
  /** Bytes of the whole answer, once its head is there. */
  #whole = Number.POSITIVE_INFINITY;
  #headBytes = 0;

  constructor(port: number, localAddress: string) {
    this.#port = port;
    this.#localAddress = localAddress;
  }

  /** `fields`: further header fields, each with its line end. */
  send(method: string, path: string, fields: string, body = ''): Promise<HttpAnswer> {
    if (this.#waiting) throw new Error('one request at a time');
    const length = body === '' ? '' : `content-length: ${Buffer.byteLength(body)}\r\n`;
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket ??= this.#open();
      this.#socket.write(`${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nx-truyvet: 1\r\n${fields}${length}\r\n${body}`);
    });
  }

  close(): void {
    this.#socket?.destroy();
  }

  #open(): Socket {
    const socket = connect({ host: '127.0.0.1', port: this.#port, localAddress: this.#localAddress, noDelay: true });
    socket.on('data', (part) => this.#read(part));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the server closed the connection')));
    return socket;
  }

  #read(part: Buffer): void {
    this.#parts.push(part);
    this.#got += part.length;
    if (this.#headBytes === 0) this.#readHead();
    if (this.#got < this.#whole) return;
    const answer = Buffer.concat(this.#parts);
    const head = answer.toString('latin1', 0, this.#headBytes);
    const from = this.#headBytes;
    this.#settle()?.resolve({ status: Number(head.slice(9, 12)), head, body: () => answer.toString('utf8', from) });
  }

  #readHead(): void {
    const bytes = Buffer.concat(this.#parts);
    const end = bytes.indexOf(headEnd);
    if (end < 0) return;
    this.#headBytes = end + headEnd.length;
    const length = /\r\ncontent-length: (\d+)/i.exec(bytes.toString('latin1', 0, this.#headBytes))?.[1];
    if (length === undefined) this.#fail(new Error('an answer without Content-Length'));
    else this.#whole = this.#headBytes + Number(length);
  }

  #fail(error: Error): void {
    this.#socket = undefined;
    this.#settle()?.reject(error);
  }

  /** Ready for the next. */
  #settle(): Waiting | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    this.#parts = [];
    this.#got = 0;
    this.#headBytes = 0;
    this.#whole = Number.POSITIVE_INFINITY;
    return waiting;
  }
}
