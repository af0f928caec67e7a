import { describe, expect, it } from 'vitest';
import { missing } from './missing.ts';
import { toProblemBody } from './problemBody.ts';

const bodyOf = (...fields: (string | undefined)[]) => {
  const { code, details, errors } = missing(...fields);
  return toProblemBody(code, details, { errors });
};

describe('what a request names and is not there', () => {
  it('is told by the field and by what people call it, in both languages', () => {
    const { status, title, errors } = bodyOf('placeId');
    expect([status, title]).toEqual([404, { vi: 'Không tìm thấy địa điểm (placeId).', en: 'Not found: place (placeId).' }]);
    expect(errors).toEqual([
      {
        field: 'placeId',
        code: 'notFound',
        message: { vi: 'không có, hoặc ở ngoài nơi được xem', en: 'is not there, or not where you may see' },
      },
    ]);
  });

  it('is told of each field, also within a list', () => {
    const { title, errors } = bodyOf('visits.0.personId', 'visits.2.personId');
    expect(errors?.map(({ field }) => field)).toEqual(['visits.0.personId', 'visits.2.personId']);
    expect(title.vi).toBe('Không tìm thấy mã người (visits.0.personId), mã người (visits.2.personId).');
  });

  it('is told without a field where the address names it', () => {
    for (const body of [bodyOf(), bodyOf(undefined)]) {
      expect(body.title).toEqual({ vi: 'Không tìm thấy.', en: 'Not found.' });
      expect(body.errors).toBeUndefined();
    }
  });
});
