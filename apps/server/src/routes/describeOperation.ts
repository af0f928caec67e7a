/** What the description of the API says of an operation beyond the schemas that its route declares. Pure. */
import { paths, problems, requestHeader } from '@truyvet/contract';
import { docxType, xlsxType } from './attachment.ts';

/** What a route declares of itself that is no schema; see `route`. */
export type Marks = {
  /** It changes what has a version: the one that was seen goes into If-Match. */
  readonly versioned?: boolean;
  /** The body names the versions that were seen, of several things at once. */
  readonly versionsInBody?: boolean;
  /** It takes one file as multipart/form-data. */
  readonly takesFile?: boolean;
  /** It answers with something of this media type instead of JSON. */
  readonly sends?: string;
};

/**
 * A name for client generators, made of method and path, so that it stays as long as they do.
 *
 *     operationId('PATCH', '/api/people/:id/addresses/:addressId') → 'patchPeopleByIdAddressesByAddressId'
 */
function operationId(method: string, url: string): string {
  const parts = url.split('/').filter((part) => part !== '' && part !== 'api');
  const words = parts.flatMap((part) => (part.startsWith(':') ? ['by', part.slice(1)] : part.split(/[-.]/)));
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

type Described = {
  readonly method: string;
  /** With parameters as `:id`. */
  readonly url: string;
  readonly permission: string | undefined;
  readonly marks: Marks;
};
/** As in OpenAPI 3.1, as far as it matters here. */
export type Operation = {
  readonly parameters?: readonly object[];
  readonly responses?: Readonly<Record<string, object>>;
};

/** Adds to an operation its name, its headers, its file, whom it is permitted to and what it can refuse with. */
export function describeOperation(operation: Operation, route: Described): Operation {
  const { method, url, permission = '', marks } = route;
  const parameters = [...(operation.parameters ?? []), ...headersAsked(route)];
  return {
    operationId: operationId(method, url),
    ...operation,
    ...(parameters.length > 0 && { parameters }),
    ...(marks.takesFile === true && { requestBody: fileBody }),
    responses: { ...answers(operation, route), ...refusals(route) },
    security: permission === 'open' ? [] : [{ session: [] }],
    ...(permission !== '' && { 'x-permission': permission }),
  } as Operation;
}

const changesSomething = (method: string): boolean => method !== 'GET';

/** The headers it asks for. */
function headersAsked({ method, url, permission, marks }: Described): object[] {
  const header = (name: string, required: boolean, schema: object, description: string) => ({
    in: 'header',
    name,
    required,
    schema,
    description,
  });
  const text = { type: 'string' };
  const { name, value } = requestHeader;
  return [
    ...(changesSomething(method) && url.startsWith('/api/')
      ? [header(name, true, { ...text, const: value }, 'No form of another site can send it')]
      : []),
    ...(marks.versioned === true ? [header('If-Match', true, text, 'The ETag that was seen: "3"')] : []),
    ...(method === 'POST' && permission !== 'open'
      ? [header('Idempotency-Key', false, text, 'The same key again is the same request: it is done once')]
      : []),
  ];
}

const fileBody = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        properties: { file: { type: 'string', contentMediaType: 'application/octet-stream' } },
        required: ['file'],
      },
    },
  },
};

const typeOfEnding: Readonly<Record<string, string>> = { xlsx: xlsxType, docx: docxType };

/** How it succeeds; what no schema describes is named by its media type. */
function answers({ responses = {} }: Operation, { method, url, marks }: Described): object {
  const type = marks.sends ?? typeOfEnding[url.split('.')[1] ?? ''];
  const status = method === 'POST' ? 201 : 200;
  return type === undefined ? responses : { [status]: { description: 'Done', content: { [type]: { schema: {} } } } };
}

/** What it can refuse with, by its shape. */
function refusals({ method, url, permission, marks }: Described): Record<string, object> {
  const changes = changesSomething(method);
  const statuses = {
    400: true,
    401: permission !== 'open' || url === paths.session,
    403: changes || (permission !== 'open' && permission !== 'signedIn'),
    // Of what the address names, or a query or body.
    404: true,
    // A poster is not printed before it has a code and an address.
    409: changes || url === paths.placePoster(':id'),
    410: url.includes(':'),
    412: marks.versioned === true || marks.versionsInBody === true,
    413: marks.takesFile === true,
    422: true,
    428: marks.versioned === true,
    429: true,
    500: true,
    503: true,
    507: changes,
  };
  const possible = Object.entries(statuses).filter(([, may]) => may);
  return Object.fromEntries(possible.map(([status]) => [status, refusal(Number(status))]));
}

/** Said at a start or on the command line, never in an answer. */
const neverAnswered = /^(?:postgres|config|sip|web|audit)\./;

function refusal(status: number): object {
  const codes = Object.entries(problems).flatMap(([code, entry]) =>
    entry.status === status && !neverAnswered.test(code) ? [code] : [],
  );
  const schema = { $ref: '#/components/schemas/Problem' };
  return { description: codes.join(', '), content: { 'application/problem+json': { schema } } };
}
