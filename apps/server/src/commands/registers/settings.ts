import { type UnitSettingValues, unitSettingShapes } from '@truyvet/contract';
import { defaultCutHour, reportDayOf, reportWindow } from '@truyvet/outbreak';
import type { Tx } from '../../db/connect.ts';
import { readUnitSettings } from '../../db/registers/unitSettings.ts';
import { registerNames } from '../../db/schema/registers.ts';

/** The settings in force for a unit. What an older release stored in a shape that is no longer known counts as not set. */
export async function settingsOf(tx: Tx, unitId: number): Promise<UnitSettingValues> {
  const records = await readUnitSettings(tx, unitId);
  const known = records.flatMap(({ key, value }) => {
    if (!isKey(key)) return [];
    const parsed = unitSettingShapes[key].safeParse(value);
    return parsed.success ? [[key, parsed.data]] : [];
  });
  return Object.fromEntries(known) as UnitSettingValues;
}

const isKey = (key: string): key is keyof typeof unitSettingShapes => Object.hasOwn(unitSettingShapes, key);

/** The letter of 9 July 2021 lists returnees from this day on. */
const returneesSince = '2021-04-29';

/** A unit's report day: between which cuts, which registers, since when returnees count. */
export type ReportFrame = {
  readonly unitId: number;
  readonly day: string;
  /** The report day that is running now. */
  readonly runningDay: string;
  readonly from: Date;
  readonly until: Date;
  readonly registers: readonly (typeof registerNames)[number][];
  readonly returneesSince: string;
};

/** The frame of a day, or of the day that is running. */
export async function reportFrame(tx: Tx, unitId: number, day: string | undefined, now: Date): Promise<ReportFrame> {
  const settings = await settingsOf(tx, unitId);
  const cutHour = settings['report.cutHour'] ?? defaultCutHour;
  const runningDay = reportDayOf(now, cutHour);
  const chosen = day ?? runningDay;
  return {
    unitId,
    day: chosen,
    runningDay,
    ...reportWindow(chosen, cutHour),
    registers: settings['report.registers'] ?? registerNames,
    returneesSince: settings['returnees.since'] ?? returneesSince,
  };
}
