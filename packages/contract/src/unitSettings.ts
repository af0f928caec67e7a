/**
 * What a unit prints and counts by; a unit without a value of its own takes its parent's.
 * - `GET /api/units/:id/settings` → `unitSettings`: every key with the value in force and the unit it comes from
 * - `PUT /api/units/:id/settings` `unitSettingsChange` (If-Match): null takes the unit's own value away, so that the parent's counts again
 * - `GET /api/units/:id/loudspeaker.docx`, `/api/units/:id/loudspeaker` (text), `/api/units/:id/leaflet.docx`
 */
import { z } from 'zod';
import { localDate, unitName } from './common.ts';
import { registerName } from './registers.ts';

const line = z.string().trim().min(1).max(200);
const lines = z.array(line).min(1).max(12);
const phone = z
  .string()
  .trim()
  .regex(/^[\d.\s+-]{3,20}$/);

/** Every key with the shape of its value. */
export const unitSettingShapes = {
  /** Hour of the day at which the report day is cut; 24: at midnight. */
  'report.cutHour': z.number().int().min(0).max(24),
  /** Which registers are reported every day. */
  'report.registers': z.array(registerName).min(1),
  /** Returnees are listed from this day on (the letter of 9 July 2021: 29/4/2021). */
  'returnees.since': localDate,
  /** Where citizens call. */
  'hotline.number': phone,
  /** From which number the robot calls; announced before anybody is called. */
  'caller.number': phone,
  'caller.name': line,
  /** As spoken and printed: "Trung tâm Y tế huyện Thiệu Hóa". */
  'organisation.name': line,
  /** Address of the public pages, without a slash at the end: printed in QR codes. */
  'public.address': z.url({ protocol: /^https?$/ }).max(200),
  /** Letterhead (Decree 30/2020/NĐ-CP): the superior body, the issuing body, the symbol after the number. */
  'letter.superior': line,
  'letter.body': line,
  'letter.symbol': line,
  'letter.place': line,
  /** "Kính gửi": one line each. */
  'letter.to': lines,
  /** "Nơi nhận": one line each, without the dash. */
  'letter.copies': lines,
  /** Who decides, above a decision's bases: "GIÁM ĐỐC TRUNG TÂM Y TẾ HUYỆN THIỆU HÓA". */
  'letter.authority': line,
  /** What stands above the signature, one line each: "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC". */
  'letter.signerTitle': lines,
  'letter.signerName': line,
  /** Documents that the report answers to, one line each. */
  'letter.basis': lines,
} as const;
export type UnitSettingKey = keyof typeof unitSettingShapes;
export const unitSettingKeys = Object.keys(unitSettingShapes) as readonly UnitSettingKey[];
export type UnitSettingValues = { readonly [K in UnitSettingKey]?: z.infer<(typeof unitSettingShapes)[K]> };

const settingKey = z.enum(unitSettingKeys as [UnitSettingKey, ...UnitSettingKey[]]);
const nullable = Object.fromEntries(unitSettingKeys.map((key) => [key, unitSettingShapes[key].nullable()])) as {
  [K in UnitSettingKey]: z.ZodNullable<(typeof unitSettingShapes)[K]>;
};
export const unitSettingsChange = z.object({ values: z.strictObject(nullable).partial() });
export type UnitSettingsChange = z.infer<typeof unitSettingsChange>;

export const unitSettings = z.object({
  unit: unitName,
  settings: z.array(z.object({ key: settingKey, value: z.unknown(), from: unitName, version: z.number().int() })),
});
export type UnitSettings = z.infer<typeof unitSettings>;
