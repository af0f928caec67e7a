import { Problem } from '@truyvet/contract';
import {
  checkUnits,
  type ReferenceUnit,
  readUnitRows,
  type UnitFileRow,
  type UnitRowProblem,
  unitRowText,
} from '@truyvet/outbreak';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { inScope, systemScope } from '../../db/scope.ts';
import { closeUnitErrands, raiseUnitErrands } from '../../db/units/unitErrands.ts';
import { readUnitTree } from '../../db/units/unitTree.ts';
import { unitIdAt, writeUnits } from '../../db/units.ts';
import { localDate } from '../../localTime.ts';

export type LoadedUnits = {
  readonly units: number;
  /** New or corrected; 0 when the tree was loaded before. */
  readonly changed: number;
  /** Errands about units that ended without a known successor: new ones, and those that this tree answered. */
  readonly errandsRaised: number;
  readonly errandsClosed: number;
};
type Source = { readonly name: string; readonly userId: number | null; readonly now: Date };

/**
 * Loads a file of units (CSV or JSON rows). Every row is judged first, against the file and against what is there: one bad row and nothing
 * is written. A unit of the file that has ended and names no successor becomes an errand.
 *
 * @throws Problem `units.badRows` naming the rows with their reasons
 */
export async function loadUnitFile(db: Db, rows: readonly UnitFileRow[], source: Source): Promise<LoadedUnits> {
  const { units, problems } = readUnitRows(rows);
  return await inScope(db, systemScope, async (tx) => {
    const found = [...problems, ...checkUnits(units, await readUnitTree(tx))];
    if (found.length > 0) throw badRows(source.name, found);
    return await store(tx, units, source, true);
  });
}

/** Loads a tree that is known to be sound. Its units without a successor become errands only where people hang on them. */
export async function loadTree(db: Db, units: readonly ReferenceUnit[], source: Source): Promise<LoadedUnits> {
  return await inScope(db, systemScope, (tx) => store(tx, units, source, false));
}

async function store(tx: Tx, units: readonly ReferenceUnit[], source: Source, asked: boolean): Promise<LoadedUnits> {
  const { name, userId, now } = source;
  const changed = await writeUnits(tx, units);
  const errandsClosed = await closeUnitErrands(tx, now, `${name}: đã rõ đơn vị kế tục`);
  const ended = asked ? units.filter(({ validTo, successors }) => validTo !== null && successors.length === 0) : [];
  const ids = await Promise.all(ended.map(({ code, validFrom }) => unitIdAt(tx, code, validFrom)));
  const unitIds = ids.filter((id) => id !== undefined);
  const errandsRaised = await raiseUnitErrands(tx, { unitIds, today: localDate(now), at: now });
  const loaded = { units: units.length, changed, errandsRaised, errandsClosed };
  await appendAudit(tx, { at: now, userId, unitId: null, action: 'load', subject: 'units', details: { name, ...loaded } });
  return loaded;
}

/** As many rows as fit a sentence; all of them stand in the command's own output. */
function badRows(file: string, problems: readonly UnitRowProblem[]): Problem {
  const shown = problems
    .slice(0, 20)
    .map((problem) => `dòng ${problem.rowNumber} – ${unitRowText(problem, 'vi')} / ${unitRowText(problem, 'en')}`);
  const more = problems.length > shown.length ? [`… (+${problems.length - shown.length})`] : [];
  return new Problem('units.badRows', { file, count: problems.length, rows: [...shown, ...more].join('; ') });
}
