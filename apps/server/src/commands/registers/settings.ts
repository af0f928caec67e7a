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

/** What the robot says of itself: the installation's own name and numbers, as in `config.json`. */
export type SpokenIdentity = {
  readonly organisation: string;
  /** Whom people may ring back. */
  readonly callbackNumber: string;
  /** From which number the robot calls; null without a trunk. */
  readonly callerNumber: string | null;
};

/** Settings for what is handed to people: where no unit has set who calls and where to ring back, it is what the robot says. */
export function withSpoken(settings: UnitSettingValues, spoken: SpokenIdentity | undefined): UnitSettingValues {
  if (!spoken) return settings;
  const { organisation, callbackNumber, callerNumber } = spoken;
  return {
    'organisation.name': organisation,
    'hotline.number': callbackNumber,
    ...(callerNumber !== null && { 'caller.number': callerNumber }),
    ...settings,
  };
}

/** Where citizens call: the unit's hotline, else the number that the robot names. */
export const hotlineOf = (settings: UnitSettingValues, spoken: SpokenIdentity | undefined): string | null =>
  settings['hotline.number'] ?? spoken?.callbackNumber ?? null;

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
