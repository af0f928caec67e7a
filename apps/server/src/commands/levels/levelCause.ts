import type { LevelCause } from '@truyvet/contract';

export type { LevelCause };
