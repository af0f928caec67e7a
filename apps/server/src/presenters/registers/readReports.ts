import { type DayFigures, type MissingReports, Problem } from '@truyvet/contract';
import { addDays } from '@truyvet/outbreak';
import { reportFrame } from '../../commands/registers/settings.ts';
import type { Tx } from '../../db/connect.ts';
import { type Figures, figureNames, readDayFigures } from '../../db/registers/dayFigures.ts';
import { readUnitPart } from '../../db/registers/parts.ts';
import { readMissing } from '../../db/registers/registerReports.ts';
import { instantText } from '../dateText.ts';

export type ReportAsked = {
  readonly unitId: number;
  readonly outbreakId: number;
  readonly day?: string | undefined;
  readonly now: Date;
};

/**
 * Who below a unit owes reports of a day: communes; of a commune its village teams, or the commune itself where none is a unit of its own. Throws
 * `resource.missing`.
 */
export async function readMissingReport(
  tx: Tx,
  asked: ReportAsked & { readonly of?: 'commune' | 'hamlet' | undefined },
): Promise<MissingReports> {
  const unit = await readUnitPart(tx, asked.unitId);
  if (!unit) throw new Problem('resource.missing');
  const frame = await reportFrame(tx, unit.id, asked.day, asked.now);
  const { outbreakId, unitId } = asked;
  const owed = (of: 'commune' | 'hamlet') =>
    readMissing(tx, { unitId, outbreakId, day: frame.day, registers: frame.registers, of });
  const teams = unit.kind === 'commune' || unit.kind === 'hamlet';
  const first = await owed(asked.of ?? (teams ? 'hamlet' : 'commune'));
  const alone = asked.of === undefined && unit.kind === 'commune' && first.expected === 0;
  const { expected, units } = alone ? await owed('commune') : first;
  return {
    day: frame.day,
    cutAt: instantText(frame.until),
    closed: asked.now >= frame.until,
    registers: [...frame.registers],
    expectedUnits: expected,
    units: units.toSorted(byName),
  };
}

/** How far "expected back" looks ahead. */
const expectedWithinDays = 7;

/** The day's figures by commune, and their sum. Throws `resource.missing`. */
export async function readDayReport(tx: Tx, asked: ReportAsked): Promise<DayFigures> {
  const unit = await readUnitPart(tx, asked.unitId);
  if (!unit) throw new Problem('resource.missing');
  const frame = await reportFrame(tx, unit.id, asked.day, asked.now);
  const { day, from, until, registers, returneesSince } = frame;
  const expectedUntil = addDays(day, expectedWithinDays);
  const { outbreakId, unitId } = asked;
  const units = await readDayFigures(tx, {
    unitId,
    outbreakId,
    day,
    from,
    until,
    since: returneesSince,
    expectedUntil,
    registers,
  });
  const { id, code, name } = unit;
  return {
    day,
    from: instantText(from),
    until: instantText(until),
    unit: { id, code, name },
    registers: registers.length,
    total: sumOf(units),
    units: units.toSorted(byName),
  };
}

type Named = { readonly unit: { readonly name: string } };

/** Vietnamese order, thôn 2 before thôn 10. */
const byName = (a: Named, b: Named): number => a.unit.name.localeCompare(b.unit.name, 'vi', { numeric: true });

function sumOf(units: readonly Figures[]): Figures {
  const sums = figureNames.map((name) => [name, units.reduce((sum, unit) => sum + unit[name], 0)]);
  return Object.fromEntries(sums) as Figures;
}
