import type { DiseaseProfile } from './profile.ts';

export const covid19: DiseaseProfile = {
  code: 'covid-19',
  name: { vi: 'COVID-19', en: 'COVID-19' },
  incubationDays: { min: 1, max: 14 },
  onset: { vi: 'ngày có triệu chứng đầu tiên', en: 'day of the first symptom' },
  infectiousBeforeOnsetDays: 3,
  infectiousAfterOnsetDays: 10,
  followUpDays: 14,
  usesLevels: true,
  serialIntervalMaxDays: 21,
  symptoms: [
    { code: 'fever', vi: 'sốt', en: 'fever' },
    { code: 'cough', vi: 'ho', en: 'cough' },
    { code: 'soreThroat', vi: 'đau họng', en: 'sore throat' },
    { code: 'breathless', vi: 'khó thở', en: 'shortness of breath' },
    { code: 'lossOfSmellOrTaste', vi: 'mất khứu giác hoặc vị giác', en: 'loss of smell or taste' },
    { code: 'tired', vi: 'mệt mỏi', en: 'tiredness' },
    { code: 'aches', vi: 'đau người', en: 'muscle aches' },
    { code: 'diarrhoea', vi: 'tiêu chảy', en: 'diarrhoea' },
  ],
  severeSigns: [
    { code: 'breathless', vi: 'khó thở', en: 'difficulty breathing' },
    { code: 'chestPain', vi: 'đau hoặc tức ngực', en: 'chest pain or pressure' },
    { code: 'exhausted', vi: 'mệt lả, không dậy nổi', en: 'exhausted, unable to get up' },
    { code: 'confusion', vi: 'lú lẫn, không nói hoặc không cử động được', en: 'confusion, loss of speech or movement' },
  ],
  sources: [
    {
      says: 'contacts are looked for from 3 days before the onset until isolation',
      document: '5053/QĐ-BYT, 3 December 2020',
      certainty: 'sure',
    },
    {
      says: 'contacts are followed for 14 days after the last exposure',
      document: 'WHO, Contact tracing in the context of COVID-19, interim guidance, 10 May 2020',
      certainty: 'sure',
    },
    {
      says: 'incubation of 5–6 days on average, 1 to 14 days',
      document: 'WHO, Coronavirus disease (COVID-19) Q&A, 2020',
      certainty: 'sure',
    },
    {
      says: 'isolation ends 10 days after onset with at least 3 further days without symptoms',
      document: 'WHO, Criteria for releasing COVID-19 patients from isolation, 17 June 2020',
      certainty: 'sure',
    },
    {
      says: 'symptoms and the signs that need care at once',
      document: 'WHO, Coronavirus disease (COVID-19) Q&A, 2020',
      certainty: 'sure',
    },
    {
      says: 'exhaustion counts as a severe sign, as the scripts ask for it',
      document: 'this project',
      certainty: 'toBeVerified',
    },
    { says: 'the longest believable serial interval of 21 days', document: 'this project', certainty: 'toBeVerified' },
  ],
};
