import { expect, it } from 'vitest';
import { cellText } from './cell.ts';

it('a cell with broken text is read with a sign in its place, so that a database can keep it', () => {
  expect(cellText('Nguy\ud800ễn An')).toBe('Nguy\ufffdễn An');
  expect(cellText('Lê\u0000Bình')).toBe('Lê Bình');
  expect(cellText('nhà 😷')).toBe('nhà 😷');
});
