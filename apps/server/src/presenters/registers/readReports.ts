import { type DayFigures, type MissingReports, missing } from '@truyvet/contract';
import { dayFrameOf } from '../../commands/registers/keepDayLines.ts';
import { reportFrame } from '../../commands/registers/settings.ts';
import type { Tx } from '../../db/connect.ts';
import type { DayFrame } from '../../db/registers/dayFigures.ts';
import { type DayAsked, readDayFigures } from '../../db/registers/dayLines.ts';
import { readUnitPart } from '../../db/registers/parts.ts';
import { readMissing } from '../../db/registers/registerReports.ts';
import { unitIdsBelow } from '../../db/units.ts';
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
  if (!unit) throw missing('unitId');
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

/** The day's figures by commune, and their sum; all of now. Throws `resource.missing`. */
export async function readDayReport(tx: Tx, asked: ReportAsked): Promise<DayFigures> {
  return JSON.parse((await readDayReportText(tx, asked, { exact: true })).text) as DayFigures;
}

/**
 * The same as JSON, which is sent as it is; with what was counted, for so many lines. Of a wide unit it may be some seconds old, which it says.
 * Throws `resource.missing`; `LinesMissing` when nothing is kept of more than `mostMissing` communes.
 *
 * @param below the unit and everything below it, where that is known already
 */
export async function readDayReportText(
  tx: Tx,
  asked: ReportAsked,
  how: Pick<DayAsked, 'exact' | 'mostMissing'> & { readonly below?: readonly number[] },
): Promise<{ readonly text: string; readonly frame: DayFrame; readonly lines: number }> {
  const unit = await readUnitPart(tx, asked.unitId);
  if (!unit) throw missing('unitId');
  const { registers, ...daily } = await reportFrame(tx, unit.id, asked.day, asked.now);
  const frame = dayFrameOf({ registers, ...daily }, asked.outbreakId);
  const { below = await unitIdsBelow(tx, [unit.id]), ...manner } = how;
  const { total, units, lines, countedAt } = await readDayFigures(tx, {
    unitId: unit.id,
    below,
    frame,
    now: asked.now,
    ...manner,
  });
  const { id, code, name } = unit;
  const head = JSON.stringify({
    day: frame.day,
    from: instantText(frame.from),
    until: instantText(frame.until),
    countedAt: instantText(countedAt),
    unit: { id, code, name },
    registers: registers.length,
  });
  return { text: `${head.slice(0, -1)},"total":${total},"units":${units}}`, frame, lines };
}

type Named = { readonly unit: { readonly name: string } };

/** Vietnamese order, thôn 2 before thôn 10. */
const order = new Intl.Collator('vi', { numeric: true });
const byName = (a: Named, b: Named): number => order.compare(a.unit.name, b.unit.name);
