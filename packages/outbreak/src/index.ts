export { type Cell, cellText, isBlank } from './cell.ts';
export { type FieldCode, importFields } from './data/importFields.ts';
export { addDays, daysBetween, type LocalDate, makeDate } from './localDate.ts';
export { fold, oneTonePlace, tidy } from './text.ts';
export { childrenAt, type ReferenceUnit, referenceUnits, successorsAt, unitAt } from './units.ts';
