import type { DiseaseProfile } from './profile.ts';

export const measles: DiseaseProfile = {
  code: 'measles',
  name: { vi: 'Sởi', en: 'Measles' },
  incubationDays: { min: 7, max: 21 },
  onset: { vi: 'ngày phát ban', en: 'day of the rash' },
  infectiousBeforeOnsetDays: 4,
  infectiousAfterOnsetDays: 4,
  followUpDays: 21,
  usesLevels: true,
  serialIntervalMaxDays: 23,
  symptoms: [
    { code: 'fever', vi: 'sốt', en: 'fever' },
    { code: 'rash', vi: 'phát ban', en: 'rash' },
    { code: 'cough', vi: 'ho', en: 'cough' },
    { code: 'runnyNose', vi: 'chảy nước mũi', en: 'runny nose' },
    { code: 'redEyes', vi: 'mắt đỏ', en: 'red eyes' },
  ],
  severeSigns: [
    { code: 'breathless', vi: 'khó thở, thở nhanh', en: 'difficult or fast breathing' },
    { code: 'convulsions', vi: 'co giật', en: 'convulsions' },
    { code: 'drowsy', vi: 'li bì, khó đánh thức', en: 'drowsy, hard to wake' },
    { code: 'cannotDrink', vi: 'không uống hoặc không bú được', en: 'cannot drink or breastfeed' },
  ],
  sources: [
    {
      says: 'rash 7 to 21 days after exposure; infectious from 4 days before the rash until 4 days after it',
      document: 'CDC, Manual for the Surveillance of Vaccine-Preventable Diseases, chapter 7: Measles',
      certainty: 'sure',
    },
    {
      says: 'contacts are watched for 21 days after the last exposure',
      document: 'CDC, Manual for the Surveillance of Vaccine-Preventable Diseases, chapter 7: Measles',
      certainty: 'sure',
    },
    {
      says: 'danger signs in a child: cannot drink, convulsions, drowsy, difficult breathing',
      document: 'WHO, Integrated Management of Childhood Illness, chart booklet, 2014',
      certainty: 'sure',
    },
    {
      says: 'Vietnamese surveillance and control of measles and rubella',
      document: '4845/QĐ-BYT, 25 December 2012',
      certainty: 'toBeVerified',
    },
    { says: 'the longest believable serial interval of 23 days', document: 'this project', certainty: 'toBeVerified' },
  ],
};
