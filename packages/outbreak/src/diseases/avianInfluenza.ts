import type { DiseaseProfile } from './profile.ts';

/** Human infection with avian influenza A(H5N1) and its like. */
export const avianInfluenza: DiseaseProfile = {
  code: 'avian-influenza',
  name: { vi: 'Cúm gia cầm ở người, cúm A(H5N1)', en: 'Avian influenza in people, A(H5N1)' },
  incubationDays: { min: 2, max: 17 },
  onset: { vi: 'ngày có triệu chứng đầu tiên', en: 'day of the first symptom' },
  infectiousBeforeOnsetDays: 1,
  infectiousAfterOnsetDays: 14,
  followUpDays: 17,
  usesLevels: true,
  serialIntervalMaxDays: 21,
  symptoms: [
    { code: 'fever', vi: 'sốt', en: 'fever' },
    { code: 'cough', vi: 'ho', en: 'cough' },
    { code: 'soreThroat', vi: 'đau họng', en: 'sore throat' },
    { code: 'aches', vi: 'đau người', en: 'muscle aches' },
    { code: 'redEyes', vi: 'mắt đỏ', en: 'red eyes' },
    { code: 'breathless', vi: 'khó thở', en: 'shortness of breath' },
    { code: 'diarrhoea', vi: 'tiêu chảy', en: 'diarrhoea' },
  ],
  severeSigns: [
    { code: 'breathless', vi: 'khó thở', en: 'difficulty breathing' },
    { code: 'chestPain', vi: 'đau ngực', en: 'chest pain' },
    { code: 'confusion', vi: 'lú lẫn hoặc co giật', en: 'confusion or convulsions' },
    { code: 'highFever', vi: 'sốt cao không hạ', en: 'high fever that does not go down' },
  ],
  sources: [
    {
      says: 'A(H5N1): incubation of 2 to 5 days on average, up to 17 days',
      document: 'WHO, Influenza (avian and other zoonotic), fact sheet, November 2018',
      certainty: 'sure',
    },
    {
      says: 'contacts count from 1 day before the onset; watched for 10 days after the last exposure',
      document: 'CDC, Interim guidance on follow-up of close contacts of persons infected with novel influenza A viruses',
      certainty: 'sure',
    },
    {
      says: 'contacts are followed for 17 days, the longest incubation that WHO names for A(H5N1); longer than the 10 days of CDC',
      document: 'this project',
      certainty: 'toBeVerified',
    },
    { says: 'infectious until 14 days after the onset', document: 'this project', certainty: 'toBeVerified' },
    { says: 'the longest believable serial interval of 21 days', document: 'this project', certainty: 'toBeVerified' },
  ],
};
