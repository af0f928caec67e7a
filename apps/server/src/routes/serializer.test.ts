import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { serializerCompiler } from './serializer.ts';

const answer = z.object({ id: z.number().int(), name: z.string(), inner: z.object({ shown: z.boolean() }).nullable() });
const write = serializerCompiler({ schema: answer, method: 'GET', url: '/api/thing', httpStatus: '200' });

describe('an answer', () => {
  it('leaves with what its contract names, and with nothing else', () => {
    const stored = { id: 1, name: 'Thôn 1', nationalId: '038090000001', inner: { shown: true, secret: 'x' } };
    expect(JSON.parse(write(stored))).toEqual({ id: 1, name: 'Thôn 1', inner: { shown: true } });
  });

  it('does not leave when it does not fit its contract', () => {
    expect(() => write({ id: 1.5, name: 'Thôn 1', inner: null })).toThrow('match the schema');
    expect(() => write({ id: 1, inner: null })).toThrow('match the schema');
  });
});
