import type { Unit } from '@truyvet/contract';

export type UnitOption = { readonly value: number; readonly label: string; readonly search: string };

/**
 * Units as choices on a day (`2021-07-10`): communes first by name, each with the name of what it belongs to. Units that do not exist
 * yet are left out; dissolved ones come last, and only with `past`, since nothing new belongs to them.
 */
export function unitOptions(units: readonly Unit[], { today, past }: { today: string; past: boolean }): UnitOption[] {
  const names = new Map(units.map((unit) => [unit.id, unit.name]));
  const isOver = ({ validTo }: Unit) => validTo !== null && validTo < today;
  const offered = units.filter((unit) => unit.validFrom <= today && (past || !isOver(unit)));
  offered.sort((a, b) => Number(isOver(a)) - Number(isOver(b)) || byKindAndName(a, b));
  return offered.map((unit) => {
    const parent = unit.parentId === null ? undefined : names.get(unit.parentId);
    const end = isOver(unit) && unit.validTo !== null ? `† ${unit.validTo.slice(0, 4)}` : undefined;
    const notes = [parent, end].filter((note) => note !== undefined);
    const label = notes.length > 0 ? `${unit.name} (${notes.join(', ')})` : unit.name;
    return { value: unit.id, label, search: `${label} ${withoutMarks(label)}` };
  });
}

const kindOrder = { commune: 0, district: 1, province: 2, health: 3, hamlet: 4, country: 5 } as const;
const collator = new Intl.Collator('vi');

function byKindAndName(a: Unit, b: Unit): number {
  return kindOrder[a.kind] - kindOrder[b.kind] || collator.compare(a.name, b.name);
}

/** `Thiệu Hóa` as `Thieu Hoa`, for people who type without marks. */
export function withoutMarks(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
}
