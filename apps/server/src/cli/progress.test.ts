import { expect, test } from 'vitest';
import { rateAndLeft } from './progress.ts';

test('rate and time left are unknown before anything is done', () => {
  expect(rateAndLeft(0, 10, 1000)).toEqual({ rate: '–', left: '–' });
});

test('half of the work in a minute leaves a minute', () => {
  expect(rateAndLeft(30, 60, 60_000)).toEqual({ rate: '0.5', left: '1:00' });
});

test('more done than expected leaves nothing, never a negative time', () => {
  expect(rateAndLeft(12, 10, 1000).left).toBe('0:00');
});
