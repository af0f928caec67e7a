import type { LevelWindow } from './graph.ts';

/** Windows as numbers in a row, four each: level, first day, last day, exposure. How a database keeps them. */
export function packWindows(windows: readonly LevelWindow[]): number[] {
  return windows.flatMap(({ level, from, until, via }) => [level, from, until, via]);
}

export function unpackWindows(numbers: readonly number[]): LevelWindow[] {
  const windows: LevelWindow[] = [];
  for (let i = 0; i + 3 < numbers.length; i += 4)
    windows.push({ level: numbers[i] ?? 0, from: numbers[i + 1] ?? 0, until: numbers[i + 2] ?? 0, via: numbers[i + 3] ?? 0 });
  return windows;
}
