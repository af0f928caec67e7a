import { describe, expect, it } from 'vitest';
import { type Bearer, chooseSource } from './namedSource.ts';

const name = { full: 'Nguyễn Văn Ánh', key: 'nguyen van anh', level: null };
const f2 = { personId: 9, statedLevel: 2, name };
const bearer = (id: number, over: Partial<Bearer> = {}): Bearer => ({
  id,
  fullName: 'Nguyễn Văn Ánh',
  levels: [1],
  hasCase: false,
  rows: [],
  ...over,
});

describe('whom a row names', () => {
  it('is the only one in the list, though others are stored', () => {
    const listed = bearer(2, { rows: [4] });
    expect(chooseSource(f2, [bearer(1), listed, bearer(3)])).toEqual({ kind: 'person', bearer: listed });
  });

  it('is else the only stored F0 or F1', () => {
    expect(chooseSource(f2, [bearer(1)])).toMatchObject({ kind: 'person', bearer: { id: 1 } });
    expect(chooseSource({ ...f2, statedLevel: 3 }, [bearer(1, { levels: [2] })])).toEqual({ kind: 'nobody' });
  });

  it('is unclear when two bear the name', () => {
    expect(chooseSource(f2, [bearer(1), bearer(2)])).toMatchObject({ kind: 'ambiguous', bearers: [{ id: 1 }, { id: 2 }] });
    expect(chooseSource(f2, [bearer(1, { rows: [4] }), bearer(2, { rows: [7] })])).toMatchObject({ kind: 'ambiguous' });
  });

  it('is never the person of the row, nor somebody who is no nearer to a case', () => {
    expect(chooseSource(f2, [bearer(9, { rows: [4] })])).toEqual({ kind: 'nobody' });
    const namesake = bearer(2, { levels: [2], rows: [7] });
    expect(chooseSource(f2, [namesake, bearer(3, { rows: [8] })])).toMatchObject({ kind: 'person', bearer: { id: 3 } });
  });

  it('has no other marks, where both wrote marks', () => {
    expect(chooseSource(f2, [bearer(1, { fullName: 'Nguyễn Văn Anh' })])).toEqual({ kind: 'nobody' });
    const plain = { ...f2, name: { ...name, full: 'Nguyen Van Anh' } };
    expect(chooseSource(plain, [bearer(1)])).toMatchObject({ kind: 'person' });
    expect(chooseSource(plain, [bearer(1), bearer(2, { fullName: 'Nguyễn Văn Anh' })])).toMatchObject({ kind: 'ambiguous' });
  });

  it('was met by an F2 also when the F1 has become a case since', () => {
    expect(chooseSource(f2, [bearer(1, { levels: [0, 1], hasCase: true })])).toMatchObject({ kind: 'person' });
    const said = { ...f2, name: { ...name, level: 1 } };
    expect(chooseSource(said, [bearer(1, { levels: [0], hasCase: true })])).toMatchObject({ kind: 'person' });
  });

  it('is two steps away from an F2 when known as nothing but a case, and met by an F1', () => {
    const f0 = bearer(1, { levels: [], hasCase: true });
    expect(chooseSource(f2, [f0])).toMatchObject({ kind: 'case' });
    expect(chooseSource({ ...f2, statedLevel: 1 }, [f0])).toMatchObject({ kind: 'person' });
  });

  it('is nobody when the list leaves a step out', () => {
    expect(chooseSource({ ...f2, statedLevel: 3 }, [bearer(1, { rows: [4] })])).toEqual({ kind: 'nobody' });
  });
});
