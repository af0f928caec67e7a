import { addDays, type LocalDate } from '../localDate.ts';
import { type ReferenceUnit, successorsOf } from './referenceUnit.ts';
import { taken2025, thanhHoaAliases, thanhHoaChanges, type UnitChange } from './thanhHoaChanges.ts';
import { communes2025, districts2021, knownFrom, province, twoLevelFrom } from './thanhHoaTables.ts';

const lastThreeLevelDay = addDays(twoLevelFrom, -1);
const none = { successors: [], aliases: [] } as const;
/** Old code → new codes. */
const takers = takersOf(taken2025);

/** Thanh Hóa from July 2021 to today: the tables of thanhHoaTables.ts with the changes in between, parents before children. */
export const referenceUnits: readonly ReferenceUnit[] = [
  { ...province, kind: 'province', validFrom: knownFrom, validTo: null, parentCode: null, ...none },
  ...lines(districts2021).flatMap(districtWithCommunes),
  ...pairs(communes2025).map(
    ([code, name]): ReferenceUnit => ({
      ...none,
      code,
      name,
      kind: 'commune',
      validFrom: twoLevelFrom,
      validTo: null,
      parentCode: province.code,
    }),
  ),
];

function districtWithCommunes(line: string): ReferenceUnit[] {
  const [head = '', tail = ''] = line.split(': ');
  const [[code, name] = ['', '']] = pairs(head);
  const district = { code, name, kind: 'district', parentCode: province.code } as const;
  return [
    ...stages(district, []),
    ...pairs(tail).flatMap(([communeCode, communeName]) =>
      stages({ code: communeCode, name: communeName, kind: 'commune', parentCode: code }, takers.get(communeCode) ?? []),
    ),
  ];
}

type Fixed = Pick<ReferenceUnit, 'code' | 'name' | 'kind' | 'parentCode'>;

/** A unit of 2021, cut wherever a change touched it. What is left on 30 June 2025 went to `successors`. */
function stages(unit: Fixed, successors: readonly string[]): ReferenceUnit[] {
  const done: ReferenceUnit[] = [];
  let current: Fixed = unit;
  let validFrom: LocalDate = knownFrom;
  const close = (validTo: LocalDate, codes: readonly string[]) => {
    const aliases = validFrom === knownFrom ? (thanhHoaAliases[unit.code] ?? []) : [];
    done.push({ ...current, validFrom, validTo, successors: successorsOf(codes), aliases });
  };
  for (const change of changesOf(unit.code)) {
    close(addDays(change.from, -1), change.into ?? [unit.code]);
    if (change.into) return done;
    current = { ...current, name: change.name ?? current.name, parentCode: change.parentCode ?? current.parentCode };
    validFrom = change.from;
  }
  close(lastThreeLevelDay, successors);
  return done;
}

function changesOf(code: string): UnitChange[] {
  return thanhHoaChanges.filter((change) => change.code === code).sort((a, b) => (a.from < b.from ? -1 : 1));
}

function takersOf(table: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [, code = '', olds = ''] of table.matchAll(/(\d{5}): ([\d ]+)/gu)) {
    for (const old of olds.trim().split(' ')) found.set(old, [...(found.get(old) ?? []), code]);
  }
  return found;
}

function lines(table: string): string[] {
  return table.split('\n').filter((line) => line.trim() !== '');
}

function pairs(text: string): Array<readonly [code: string, name: string]> {
  return text
    .split(',')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map((pair) => [pair.slice(0, pair.indexOf(' ')), pair.slice(pair.indexOf(' ') + 1)] as const);
}
