import type { AwayEntry } from '@truyvet/contract';

/** A place as it was written, with the unit it was found to be in. */
export const placeText = ({ text, unit }: AwayEntry['place']): string => [text, unit?.name].filter(Boolean).join(', ') || '–';
