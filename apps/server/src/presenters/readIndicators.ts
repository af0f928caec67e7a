import type { Indicators } from '@truyvet/contract';
import {
  callIndicators,
  clusterSizes,
  contactsPerCase,
  coriReproduction,
  defaultCutHour,
  delayFigures,
  dispersion,
  followUpToday,
  intervalWeights,
  meanOffspringByOnset,
  type OnsetDay,
  offspringOf,
  reportDayOf,
  reportWindow,
  secondaryAttackRates,
  serialInterval,
  serialIntervals,
  shareOf,
  type Tally,
  tallyOf,
  wallingaTeunis,
} from '@truyvet/outbreak';
import { z } from 'zod';
import { settingsOf } from '../commands/registers/settings.ts';
import type { Tx } from '../db/connect.ts';
import { readSettingCounts } from '../db/indicators/attackRates.ts';
import { readCallCounts } from '../db/indicators/calls.ts';
import { readBecameCase, readContactsOfCases, readNewCases } from '../db/indicators/contacts.ts';
import { readDelays } from '../db/indicators/delays.ts';
import { readFollowUpCounts } from '../db/indicators/followUp.ts';
import { allowMemory, type IndicatorFrame } from '../db/indicators/parts.ts';
import { type LinkedCase, readLinkedCases } from '../db/indicators/transmission.ts';
import type { Scope } from '../db/scope.ts';
import { askedUnits } from '../db/search/askedUnits.ts';
import { readSetting } from '../db/settings.ts';
import { instantText } from './dateText.ts';

export type IndicatorRequest = {
  readonly outbreak: { readonly id: number; readonly name: string };
  /** The transaction's own. */
  readonly scope: Scope;
  readonly unitId: number | null;
  /** A report day; the running one when absent. */
  readonly date?: string | undefined;
  readonly days: number;
  readonly now: Date;
};

/** Every indicator as the transaction's scope sees it. Undefined when there is no such unit. Definitions: docs/indicators.md. */
export async function readIndicators(tx: Tx, request: IndicatorRequest): Promise<Indicators | undefined> {
  const { outbreak, scope, unitId, days, now } = request;
  const unit =
    unitId === null
      ? null
      : await tx.selectFrom('unit').select(['id', 'code', 'name']).where('id', '=', unitId).executeTakeFirst();
  if (unit === undefined) return undefined;
  const cutHour = await cutHourOf(tx, unitId);
  const day = request.date ?? reportDayOf(now, cutHour);
  const { from, until } = periodOf(day, days, cutHour);
  const units = await askedUnits(tx, scope, unitId ?? undefined);
  const frame: IndicatorFrame = { outbreakId: outbreak.id, units, day, from, until };
  await allowMemory(tx, frame);
  return {
    countedAt: instantText(now),
    outbreak,
    unit,
    report: { day, days, from: instantText(from), until: instantText(until), cutHour },
    contacts: await contactsOf(tx, frame),
    newCases: await newCasesOf(tx, frame),
    followUp: followUpToday(await readFollowUpCounts(tx, frame)),
    delays: await delaysOf(tx, frame),
    attackRates: secondaryAttackRates(await readSettingCounts(tx, frame)),
    transmission: transmissionOf(await readLinkedCases(tx, frame), day),
    calls: callIndicators(await readCallCounts(tx, frame)),
  };
}

/** The unit's own hour, else the one of the whole system, else 16:00. */
async function cutHourOf(tx: Tx, unitId: number | null): Promise<number> {
  const own = unitId === null ? undefined : (await settingsOf(tx, unitId))['report.cutHour'];
  return own ?? (await readSetting(tx, 'report.cutHour', z.number().int().min(0).max(24))) ?? defaultCutHour;
}

function periodOf(day: string, days: number, cutHour: number): { from: Date; until: Date } {
  const { from, until } = reportWindow(day, cutHour);
  return { from: new Date(from.getTime() - (days - 1) * 86_400_000), until };
}

async function contactsOf(tx: Tx, frame: IndicatorFrame): Promise<Indicators['contacts']> {
  const { contacts, becameCase } = await readBecameCase(tx, frame);
  return { ...contactsPerCase(await readContactsOfCases(tx, frame)), becameCase: shareOf(becameCase, contacts) };
}

async function newCasesOf(tx: Tx, frame: IndicatorFrame): Promise<Indicators['newCases']> {
  const { newCases, knownContacts, withoutSource } = await readNewCases(tx, frame);
  return { cases: newCases, knownContacts: shareOf(knownContacts, newCases), withoutSource: shareOf(withoutSource, newCases) };
}

async function delaysOf(tx: Tx, frame: IndicatorFrame): Promise<Indicators['delays']> {
  const tallies = await readDelays(tx, frame);
  const inDays = (tally: Tally, limit: number) => ({ unit: 'day' as const, limit, ...delayFigures(tally, limit) });
  const inHours = (tally: Tally, limit: number) => ({ unit: 'hour' as const, limit, ...delayFigures(tally, limit) });
  return {
    onsetToReport: inDays(tallies.onsetToReport, 3),
    onsetToSample: inDays(tallies.onsetToSample, 3),
    onsetToIsolation: inDays(tallies.onsetToIsolation, 3),
    sampleToResult: inDays(tallies.sampleToResult, 1),
    reportToInterview: inHours(tallies.reportToInterview, 24),
    listedToReached: inHours(tallies.listedToReached, 24),
  };
}

function transmissionOf(cases: readonly LinkedCase[], day: string): Indicators['transmission'] {
  const own = cases.filter(({ within }) => within);
  const offspring = offspringOf(cases);
  // A pair belongs where the one infected is: else two communes would both count it.
  const onsets = new Map(cases.map(({ id, onsetOn }) => [id, { id, onsetOn, infectorId: null }]));
  const infectors = own.flatMap(({ infectorId }) => (infectorId === null ? [] : (onsets.get(infectorId) ?? [])));
  const ownIds = new Set(own.map(({ id }) => id));
  const intervals = tallyOf(serialIntervals([...own, ...infectors.filter(({ id }) => !ownIds.has(id))]));
  const weights = intervalWeights(intervals) ?? [];
  const curve = onsetDays(own, offspring);
  return {
    serialInterval: serialInterval(intervals),
    offspring: offspringFigures(tallyOf(own.map(({ id }) => offspring.get(id) ?? 0))),
    clusters: clusterFigures(clusterSizes(own)),
    byOnset: weights.length > 0 ? meanOffspringByOnset(curve, weights, day) : [],
    cohort: weights.length > 0 ? wallingaTeunis(curve, weights, day) : [],
    instant: weights.length > 0 ? coriReproduction(curve, weights) : [],
  };
}

function onsetDays(own: readonly LinkedCase[], offspring: ReadonlyMap<number, number>): OnsetDay[] {
  const days = new Map<string, { onsetOn: string; cases: number; offspring: number }>();
  for (const { id, onsetOn } of own) {
    if (onsetOn === null) continue;
    const day = days.get(onsetOn) ?? { onsetOn, cases: 0, offspring: 0 };
    days.set(onsetOn, { onsetOn, cases: day.cases + 1, offspring: day.offspring + (offspring.get(id) ?? 0) });
  }
  return [...days.values()];
}

function offspringFigures(tally: Tally): Indicators['transmission']['offspring'] {
  const found = dispersion(tally);
  if (!found) return null;
  const chanceAlone = !Number.isFinite(found.k);
  return { ...found, k: chanceAlone ? null : found.k, chanceAlone };
}

function clusterFigures(sizes: readonly number[]): Indicators['transmission']['clusters'] {
  const tally = [...tallyOf(sizes)].sort(([a], [b]) => b - a).map(([size, clusters]) => ({ size, clusters }));
  return {
    count: sizes.length,
    largest: tally[0]?.size ?? 0,
    single: tally.find(({ size }) => size === 1)?.clusters ?? 0,
    sizes: tally,
  };
}
