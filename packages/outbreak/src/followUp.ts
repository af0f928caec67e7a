import { addDays, type LocalDate } from './localDate.ts';

export type FollowUpPeriod = { readonly startOn: LocalDate; readonly endOn: LocalDate; readonly rule: string };

type Rule = {
  readonly id: string;
  readonly level: number;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly days: number;
  readonly source: string;
};

/**
 * How long a contact is followed, counted from the last contact. The rule in force on the day of classification applies.
 * Only the rules of the outbreak this release serves; others are entered by an authority as data later.
 */
export const followUpRules: readonly Rule[] = [
  {
    id: 'covid19-F1-21',
    level: 1,
    from: '2021-05-05',
    to: '2021-07-13',
    days: 21,
    source: '600/CĐ-BCĐ of 5 May 2021: at least 21 days of quarantine for F1 (replaced by 5599/BYT-MT of 14 July 2021)',
  },
  {
    id: 'covid19-F1-14',
    level: 1,
    from: '2021-07-14',
    to: '2021-12-15',
    days: 14,
    source: '5599/BYT-MT of 14 July 2021',
  },
  {
    id: 'covid19-F2-14',
    level: 2,
    from: '2020-08-07',
    to: '2022-02-20',
    days: 14,
    source:
      'This project: 14 days, the incubation period used by the Ministry of Health; the documents (3468, 5053, 3638/QĐ-BYT) end an F2’s home isolation with the F1’s first negative test, an act of an officer',
  },
];

/**
 * The follow-up of a contact of a stated level, or null where no rule covers it (an F0, an F3, a date outside the rules).
 *
 * @param lastContactOn when unknown, counting starts on `today`.
 */
export function followUpPeriod(level: number, lastContactOn: LocalDate | null, today: LocalDate): FollowUpPeriod | null {
  const rule = followUpRules.find((one) => one.level === level && one.from <= today && today <= one.to);
  if (rule === undefined) return null;
  const startOn = lastContactOn ?? today;
  return { startOn, endOn: addDays(startOn, rule.days), rule: rule.id };
}
