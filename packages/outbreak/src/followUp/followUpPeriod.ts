import { diseaseProfile } from '../diseases/diseaseProfile.ts';
import { addDays, type LocalDate } from '../localDate.ts';

/**
 * The one rule of days: the last contact is day 0 (`startOn`), day n falls n days after it, and the follow-up lasts N days: it is due on days 1 to N,
 * `startOn + 1` to `endOn = startOn + N`, both counted. A contact of 9 July followed for 21 days is due from 10 to 30 July.
 */
export type FollowUpPeriod = { readonly startOn: LocalDate; readonly endOn: LocalDate; readonly rule: string };

type Rule = {
  readonly id: string;
  readonly disease: string;
  readonly level: number;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly days: number;
  readonly source: string;
};

/**
 * How long a contact is followed where a dated document says so; the rule in force on the day of classification applies. For other
 * days, and other diseases, the length of the disease's profile.
 */
export const followUpRules: readonly Rule[] = [
  {
    id: 'covid19-F1-21',
    disease: 'covid-19',
    level: 1,
    from: '2021-05-05',
    to: '2021-07-13',
    days: 21,
    source: '600/CĐ-BCĐ of 5 May 2021: at least 21 days of quarantine for F1 (replaced by 5599/BYT-MT of 14 July 2021)',
  },
  {
    id: 'covid19-F1-14',
    disease: 'covid-19',
    level: 1,
    from: '2021-07-14',
    to: '2021-12-15',
    days: 14,
    source: '5599/BYT-MT of 14 July 2021',
  },
  {
    id: 'covid19-F2-14',
    disease: 'covid-19',
    level: 2,
    from: '2020-08-07',
    to: '2022-02-20',
    days: 14,
    source:
      'This project: 14 days, the incubation period used by the Ministry of Health; the documents (3468, 5053, 3638/QĐ-BYT) end an F2’s home isolation with the F1’s first negative test, an act of an officer',
  },
];

/** Contacts further away watch themselves: nobody calls on them every day. */
const furthestFollowed = 2;

/**
 * The follow-up of a contact of a level, or null where there is none: an F0, an F3, a disease without levels or without a profile.
 *
 * @param lastContactOn when unknown, counting starts on `today`.
 * @param disease `outbreak.disease`
 */
export function followUpPeriod(
  level: number,
  lastContactOn: LocalDate | null,
  today: LocalDate,
  disease = 'covid-19',
): FollowUpPeriod | null {
  const length = lengthOf(level, today, disease);
  if (length === null) return null;
  const startOn = lastContactOn ?? today;
  return { startOn, endOn: addDays(startOn, length.days), rule: length.rule };
}

function lengthOf(level: number, today: LocalDate, disease: string): { days: number; rule: string } | null {
  const rule = followUpRules.find(
    (one) => one.disease === disease && one.level === level && one.from <= today && today <= one.to,
  );
  if (rule) return { days: rule.days, rule: rule.id };
  const profile = diseaseProfile(disease);
  if (!profile?.usesLevels || level < 1 || level > furthestFollowed) return null;
  return { days: profile.followUpDays, rule: `${disease}-profile` };
}
