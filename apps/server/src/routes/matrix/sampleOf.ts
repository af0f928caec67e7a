/** For the matrix test: something a schema accepts. */
import { z } from 'zod';

export type JsonSchema = {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly minItems?: number;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
};

/** Values for fields by their name; these are given even where they are optional. */
export type Known = Readonly<Record<string, unknown>>;

/** A zod schema as JSON schema, of what is sent; undefined for a route that declares none. */
export const sentSchema = (schema: unknown): JsonSchema | undefined =>
  schema instanceof z.ZodType ? (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema) : undefined;

/**
 * An object for a zod schema: known fields, and of the others those that are required, or `every` one. Undefined for a route that declares no
 * schema.
 */
export function sampleOf(schema: unknown, known: Known, every = false): unknown {
  const sent = sentSchema(schema);
  return sent && made(sent, known, every);
}

function made(schema: JsonSchema, known: Known, every: boolean): unknown {
  const [first] = [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])];
  if (first) return made(first, known, every);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
    case 'object':
      return objectOf(schema, known, every);
    case 'array':
      return Array.from({ length: schema.minItems ?? (every ? 1 : 0) }, () => made(schema.items ?? {}, known, every));
    case 'string':
      return textOf(schema);
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1);
    case 'boolean':
      return true;
    default:
      return null;
  }
}

function objectOf({ properties = {}, required = [] }: JsonSchema, known: Known, every: boolean): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, property]) => {
      if (name in known) return [[name, known[name]]];
      return every || required.includes(name) ? [[name, made(property, known, every)]] : [];
    }),
  );
}

function textOf({ format, minLength = 1 }: JsonSchema): string {
  if (format === 'date') return '2021-07-10';
  if (format === 'date-time') return '2021-07-10T01:00:00Z';
  if (format === 'uri') return 'https://example.com/';
  return 'a'.repeat(Math.max(minLength, 3));
}
