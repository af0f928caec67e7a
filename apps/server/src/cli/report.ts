import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type DayFigures, type MissingReports, Problem, registerWords } from '@truyvet/contract';
import { type Command, InvalidArgumentError } from 'commander';
import { settingsOf, withSpoken } from '../commands/registers/settings.ts';
import { readConfig, spokenOf } from '../config.ts';
import { appendAudit } from '../db/audit.ts';
import type { Tx } from '../db/connect.ts';
import { ensureFirstOutbreak } from '../db/outbreaks.ts';
import { readUnitPart } from '../db/registers/parts.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { unitIdAt } from '../db/units.ts';
import { localDate } from '../localTime.ts';
import { dayText } from '../presenters/dateText.ts';
import { readDayReport, readMissingReport } from '../presenters/registers/readReports.ts';
import { dayWorkbook } from '../reports/dayWorkbook.ts';
import { leaflet } from '../reports/leaflet.ts';
import { loudspeakerDocument, loudspeakerText } from '../reports/loudspeaker.ts';
import { returneeCover, returneeList } from '../reports/returneeFiles.ts';
import { type GlobalOptions, makeContext, type OpenContext, withStore } from './context.ts';

type ReportFlags = GlobalOptions & { readonly unit: string; readonly date?: string; readonly out: string };

export function addReport(program: Command): void {
  const report = program.command('report').description('báo cáo / reports');
  const own = (name: string, description: string, work: (open: OpenContext, flags: ReportFlags) => Promise<void>) =>
    report
      .command(name)
      .description(description)
      .requiredOption('--unit <code>', 'mã đơn vị, ví dụ 398 hoặc 15775 / code of the unit')
      .option('--date <day>', 'ngày báo cáo, YYYY-MM-DD; không ghi: ngày đang chạy / report day', realDay)
      .option('--out <folder>', 'nơi ghi tệp / where files are written', '.')
      .option('--json')
      .option('--data <folder>')
      .exitOverride()
      .action(async (_: ReportFlags, command: Command) => {
        const flags = command.optsWithGlobals<ReportFlags>();
        await withStore(makeContext(flags), (open) => work(open, flags));
      });
  own('returnees', 'danh sách người từ vùng dịch trở về và công văn / the list of returnees and its letter', returnees);
  own('day', 'số liệu ngày theo xã / the day’s figures by commune', day);
  own('missing', 'đơn vị nào chưa báo cáo / who has not reported', missing);
  own('notices', 'lời phát thanh và tờ rơi / loudspeaker text and leaflet', notices);
}

function realDay(text: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) throw new InvalidArgumentError('YYYY-MM-DD');
  return text;
}

async function returnees(open: OpenContext, flags: ReportFlags): Promise<void> {
  const { list, letter, unit } = await reading(open, flags, 'returneesReport', async (tx, asked) => ({
    list: await returneeList(tx, { ...asked, identity: true }),
    letter: await returneeCover(tx, { ...asked, identity: true }),
    unit: asked.unit,
  }));
  const workbook = await writeOut(flags.out, `nguoi-ve-tu-vung-dich-${unit.code}-${list.day}.xlsx`, list.bytes);
  const document = await writeOut(flags.out, `cong-van-nguoi-ve-${unit.code}-${list.day}.docx`, letter.bytes);
  open.output.result({ day: list.day, workbook, letter: document }, `→ ${workbook}\n→ ${document}`);
}

async function day(open: OpenContext, flags: ReportFlags): Promise<void> {
  const figures = await reading(open, flags, 'dayReport', readDayReport);
  const bytes = await dayWorkbook(figures, figures.unit.name, open.clock.now());
  const file = await writeOut(flags.out, `so-lieu-ngay-${figures.unit.code}-${figures.day}.xlsx`, bytes);
  open.output.result({ ...figures, file }, `${dayLines(figures)}\n→ ${file}`);
}

function dayLines({ day: on, total, units, registers }: DayFigures): string {
  const line = (name: string, f: DayFigures['total']) =>
    `${name.padEnd(26)} F0 ${f.cases} (+${f.newCases})  F1 ${f.f1} (+${f.newF1})  F2 ${f.f2} (+${f.newF2})  về ${f.returnees} (+${f.newReturnees})  ở xa ${f.away}`;
  return [
    `Số liệu ngày ${dayText(on)}`,
    ...units.map((one) => `${line(one.unit.name, one)}  sổ ${one.reported}/${registers}`),
    line('Cộng', total),
  ].join('\n');
}

async function missing(open: OpenContext, flags: ReportFlags): Promise<void> {
  const found = await reading(open, flags, 'missingReports', readMissingReport);
  open.output.result(found, missingLines(found));
}

function missingLines({ day: on, units, expectedUnits, closed, registers }: MissingReports): string {
  const when = `ngày ${dayText(on)}${closed ? '' : ' (chưa đến giờ chốt)'}`;
  if (units.length === 0) return `Cả ${expectedUnits} đơn vị đã báo cáo đủ ${when}.`;
  const lines = units.map(({ unit, missing: owed, lastReportDay }) => {
    const none = owed.length === registers.length;
    const names = none ? 'chưa báo cáo sổ nào' : `còn thiếu: ${owed.map((register) => registerWords[register].vi).join(', ')}`;
    return `${unit.name.padEnd(26)} ${names}; lần gần nhất: ${lastReportDay === null ? 'chưa có' : dayText(lastReportDay)}`;
  });
  return [`${units.length}/${expectedUnits} đơn vị chưa báo cáo đủ ${when}:`, ...lines].join('\n');
}

async function notices(open: OpenContext, flags: ReportFlags): Promise<void> {
  const robot = spokenOf(readConfig(open.data, process.env));
  const { unit, settings } = await reading(open, flags, 'notices', async (tx, asked) => ({
    unit: asked.unit,
    settings: withSpoken(await settingsOf(tx, asked.unitId), robot),
  }));
  const today = localDate(open.clock.now());
  const spoken = await loudspeakerDocument(settings, unit.name, today);
  const announcement = await writeOut(flags.out, `loi-phat-thanh-${unit.code}.docx`, spoken);
  const file = await writeOut(flags.out, `to-roi-${unit.code}.docx`, await leaflet(settings, unit));
  const lines = loudspeakerText(settings, unit.name);
  open.output.result({ announcement, leaflet: file, text: lines }, [...lines, `→ ${announcement}`, `→ ${file}`].join('\n'));
}

type Asked = {
  readonly unit: { readonly id: number; readonly code: string; readonly name: string };
  readonly unitId: number;
  readonly outbreakId: number;
  readonly outbreakName: string;
  readonly day: string | undefined;
  readonly now: Date;
};

/** Reads a report of a unit that bears the code on the report's day. Throws Problem `unit.unknown`. */
async function reading<T>(
  { store, clock }: OpenContext,
  flags: ReportFlags,
  subject: string,
  read: (tx: Tx, asked: Asked) => Promise<T>,
): Promise<T> {
  const now = clock.now();
  const outbreakId = await ensureFirstOutbreak(store.db);
  const on = flags.date ?? localDate(now);
  return await inScope(store.db, systemScope, async (tx) => {
    const unitId = await unitIdAt(tx, flags.unit, on);
    const unit = unitId === undefined ? undefined : await readUnitPart(tx, unitId);
    if (!unit) throw new Problem('unit.unknown', { code: flags.unit, day: on });
    const outbreak = await tx.selectFrom('outbreak').select('name').where('id', '=', outbreakId).executeTakeFirstOrThrow();
    const details = { day: flags.date ?? null };
    await appendAudit(tx, { at: now, userId: null, unitId: unit.id, action: 'export', subject, subjectId: unit.id, details });
    return await read(tx, { unit, unitId: unit.id, outbreakId, outbreakName: outbreak.name, day: flags.date, now });
  });
}

async function writeOut(folder: string, name: string, bytes: Uint8Array): Promise<string> {
  await mkdir(resolve(folder), { recursive: true });
  const file = join(resolve(folder), name);
  await writeFile(file, bytes);
  return file;
}
