import { requestHeader } from '@truyvet/contract';
import type { z } from 'zod';
import { notUnderstoodProblem, readProblem, unreachableProblem } from './apiProblem.ts';

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;
type Sending = {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  /** The version that the user saw, as it came with the resource: nobody else's change is overwritten. */
  readonly seen?: string;
};
/** A resource with the version that a change of it has to name. */
export type Versioned<T> = { readonly value: T; readonly seen: string };

/** An address with its query; what is undefined or empty is left out. */
export function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  return search.size > 0 ? `${path}?${search}` : path;
}

/** Reads a resource. @throws ApiProblem */
export async function get<T extends z.ZodType>(path: string, schema: T, query?: Query): Promise<z.infer<T>> {
  return parse(await answerTo(withQuery(path, query), {}), schema);
}

/** The same with its version. @throws ApiProblem */
export async function getVersioned<T extends z.ZodType>(path: string, schema: T): Promise<Versioned<z.infer<T>>> {
  const response = await answerTo(path, {});
  const seen = response.headers.get('etag');
  if (seen === null) throw notUnderstoodProblem(response.status);
  return { value: await parse(response, schema), seen };
}

/** Changes something. A `FormData` goes as it is, anything else as JSON. @throws ApiProblem */
export async function send<T extends z.ZodType>(path: string, sending: Sending, schema: T): Promise<z.infer<T>> {
  return parse(await answerTo(path, toRequest(sending)), schema);
}

/** The same for requests that are answered without a body. @throws ApiProblem */
export async function sendOnly(path: string, sending: Sending): Promise<void> {
  await answerTo(path, toRequest(sending));
}

/** Fetches a file and its name. @throws ApiProblem */
export async function getFile(path: string, query?: Query): Promise<{ blob: Blob; name: string }> {
  const response = await answerTo(withQuery(path, query), {});
  return { blob: await response.blob(), name: fileName(response.headers.get('content-disposition') ?? '') };
}

function toRequest({ method, body, seen }: Sending): RequestInit {
  const headers: Record<string, string> = { [requestHeader.name]: requestHeader.value };
  if (seen !== undefined) headers['if-match'] = seen;
  if (body === undefined) return { method, headers };
  if (body instanceof FormData) return { method, headers, body };
  return { method, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

async function answerTo(path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(path, { ...init, credentials: 'same-origin' }).catch(() => {
    throw unreachableProblem();
  });
  if (response.ok) return response;
  throw readProblem(response.status, await bodyOf(response));
}

async function parse<T extends z.ZodType>(response: Response, schema: T): Promise<z.infer<T>> {
  const parsed = schema.safeParse(await bodyOf(response));
  if (!parsed.success) {
    console.error(`${response.url}: the answer is not what the contract says`, parsed.error.issues);
    throw notUnderstoodProblem(response.status);
  }
  return parsed.data;
}

/** The JSON of an answer; undefined when it is not JSON (a proxy's error page). */
async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The name in a Content-Disposition (RFC 6266): `filename*` with its UTF-8 name first. */
function fileName(disposition: string): string {
  const extended = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  if (extended) return decodeURIComponent(extended);
  return /filename="?([^";]+)"?/i.exec(disposition)?.[1] ?? 'truyvet.xlsx';
}
