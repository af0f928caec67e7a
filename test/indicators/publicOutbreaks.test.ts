/**
 * The indicators on two outbreaks that everybody can look up: the simulated Ebola outbreak and measles in Hagelloch (1861) of the R package
 * `outbreaks`. Their lists are not kept here; TRUYVET_OUTBREAK_DATA names a folder that has them as `ebola_sim_clean_linelist.csv`,
 * `ebola_sim_clean_contacts.csv` and `measles_hagelloch_1861.csv`, with the columns of that package. Reference values for k, Wallinga–Teunis and
 * Cori were computed apart with SciPy (nbinom, gamma).
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  clusterSizes,
  coriReproduction,
  delayFigures,
  dispersion,
  type InfectedCase,
  intervalWeights,
  offspringOf,
  serialInterval,
  serialIntervals,
  tallyOf,
  wallingaTeunis,
} from '@truyvet/outbreak';
import { describe, expect, it, type TestContext } from 'vitest';

const folder = process.env['TRUYVET_OUTBREAK_DATA'];

/** The rows of a file by column; the test is passed over, saying why, when there is no such file. */
function read(name: string, context: TestContext): Record<string, string>[] {
  const file = folder === undefined ? undefined : join(folder, name);
  if (file === undefined || !existsSync(file)) {
    return context.skip(folder === undefined ? 'TRUYVET_OUTBREAK_DATA is not set' : `no ${name} in TRUYVET_OUTBREAK_DATA`);
  }
  const [head = '', ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  const columns = head.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? '']));
  });
}

const orNull = (text: string | undefined) => (text ? text : null);
const byOnset = (cases: readonly InfectedCase<string>[]) =>
  [...tallyOfDays(cases)].map(([onsetOn, count]) => ({ onsetOn, cases: count }));
function tallyOfDays(cases: readonly InfectedCase<string>[]): Map<string, number> {
  const days = new Map<string, number>();
  for (const { onsetOn } of cases) if (onsetOn) days.set(onsetOn, (days.get(onsetOn) ?? 0) + 1);
  return days;
}

describe('the simulated Ebola outbreak', () => {
  function cases(context: TestContext): InfectedCase<string>[] {
    const infectors = new Map(read('ebola_sim_clean_contacts.csv', context).map((row) => [row['case_id'], row['infector']]));
    return read('ebola_sim_clean_linelist.csv', context).map((row) => ({
      id: row['case_id'] ?? '',
      onsetOn: orNull(row['date_of_onset']),
      infectorId: orNull(infectors.get(row['case_id'])),
    }));
  }

  it('has a serial interval of 11.06 days on average, 9 in the middle, in 2,116 pairs', (context) => {
    const found = serialInterval(tallyOf(serialIntervals(cases(context))));
    expect(found).toMatchObject({ pairs: 2116, medianDays: 9, negative: 0 });
    expect(found.meanDays).toBeCloseTo(11.0605, 4);
    expect(found.deviationDays).toBeCloseTo(8.07788, 5);
  });

  it('has at most 6 offspring and k = 0.864', (context) => {
    const found = dispersion(tallyOf(offspringOf(cases(context)).values()));
    expect(found).toMatchObject({ cases: 5829, largest: 6 });
    expect(found?.mean).toBeCloseTo(0.363013, 6);
    expect(found?.k).toBeCloseTo(0.863763, 5);
  });

  it('falls into 3,713 clusters, the largest of 12, 2,726 of them single cases', (context) => {
    const sizes = clusterSizes(cases(context));
    expect([sizes.length, Math.max(...sizes), sizes.filter((size) => size === 1).length]).toEqual([3713, 12, 2726]);
  });

  it('sends people to hospital 2.0 days after onset on average, 1 in the middle', (context) => {
    const days = read('ebola_sim_clean_linelist.csv', context).map(
      (row) => (Date.parse(row['date_of_hospitalisation'] ?? '') - Date.parse(row['date_of_onset'] ?? '')) / 86_400_000,
    );
    const found = delayFigures(tallyOf(days), 2);
    expect(found).toMatchObject({ known: 5829, median: 1, negative: 0 });
    expect(found.mean).toBeCloseTo(2.005833, 6);
  });
});

describe('measles in Hagelloch, 1861', () => {
  const rows = (context: TestContext) => read('measles_hagelloch_1861.csv', context);
  const cases = (context: TestContext): InfectedCase<string>[] =>
    rows(context).map((row) => ({
      id: row['case_ID'] ?? '',
      onsetOn: orNull(row['date_of_prodrome']),
      infectorId: orNull(row['infector']),
    }));

  it('has 188 cases in 69 families and 184 links, 10.39 days apart on average, 10 in the middle', (context) => {
    const list = rows(context);
    expect([list.length, new Set(list.map((row) => row['family_ID'])).size]).toEqual([188, 69]);
    const found = serialInterval(tallyOf(serialIntervals(cases(context))));
    expect(found).toMatchObject({ pairs: 184, medianDays: 10 });
    expect(found.meanDays).toBeCloseTo(10.3913, 4);
    expect(found.deviationDays).toBeCloseTo(1.678905, 6);
  });

  it('has case 45 infect 30 others, and k = 0.255', (context) => {
    const offspring = offspringOf(cases(context));
    expect([offspring.get('45'), Math.max(...offspring.values())]).toEqual([30, 30]);
    const found = dispersion(tallyOf(offspring.values()));
    expect(found?.k).toBeCloseTo(0.254741, 5);
    expect(found?.shareOf80Percent).toBeCloseTo(34 / 188, 10);
  });

  it('is one great cluster of 173 and three small ones', (context) => {
    expect(clusterSizes(cases(context)).sort((a, b) => a - b)).toEqual([1, 5, 9, 173]);
  });

  it('has the reproduction numbers of Wallinga–Teunis and of Cori that SciPy gives', (context) => {
    const list = cases(context);
    const weights = intervalWeights(tallyOf(serialIntervals(list))) ?? [];
    const cohorts = new Map(wallingaTeunis(byOnset(list), weights, '1862-03-01').map((one) => [one.onsetOn, one]));
    expect(cohorts.get('1861-10-30')?.r).toBeCloseTo(4.003019, 6);
    expect(cohorts.get('1861-11-12')?.r).toBeCloseTo(9.462262, 6);
    expect(cohorts.get('1861-11-20')).toMatchObject({ cases: 4, truncated: false });
    const windows = new Map(coriReproduction(byOnset(list), weights).map((one) => [one.endsOn, one]));
    expect(windows.get('1861-11-19')).toMatchObject({ cases: 6, few: true });
    const late = windows.get('1861-12-09');
    expect(late?.r).toBeCloseTo(1.297802, 6);
    expect(late?.low).toBeCloseTo(0.977682, 6);
    expect(late?.high).toBeCloseTo(1.662562, 6);
  });
});
