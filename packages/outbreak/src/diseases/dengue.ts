import type { DiseaseProfile } from './profile.ts';

/** Spread by mosquitoes: nobody is the contact of anybody. Cases of one place and time are looked at together. */
export const dengue: DiseaseProfile = {
  code: 'dengue',
  name: { vi: 'Sốt xuất huyết Dengue', en: 'Dengue' },
  incubationDays: { min: 3, max: 14 },
  onset: { vi: 'ngày bắt đầu sốt', en: 'day the fever began' },
  infectiousBeforeOnsetDays: 2,
  infectiousAfterOnsetDays: 7,
  followUpDays: 14,
  usesLevels: false,
  clusters: { minCases: 2, windowDays: 7, quietDays: 14 },
  symptoms: [
    { code: 'fever', vi: 'sốt cao đột ngột', en: 'sudden high fever' },
    { code: 'headache', vi: 'đau đầu', en: 'headache' },
    { code: 'eyePain', vi: 'đau hốc mắt', en: 'pain behind the eyes' },
    { code: 'aches', vi: 'đau cơ, đau khớp', en: 'muscle and joint pain' },
    { code: 'nausea', vi: 'buồn nôn, nôn', en: 'nausea, vomiting' },
    { code: 'rash', vi: 'phát ban', en: 'rash' },
  ],
  severeSigns: [
    { code: 'abdominalPain', vi: 'đau bụng nhiều', en: 'severe abdominal pain' },
    { code: 'vomiting', vi: 'nôn liên tục', en: 'persistent vomiting' },
    {
      code: 'bleeding',
      vi: 'chảy máu mũi, chân răng, nôn hoặc đi ngoài ra máu',
      en: 'bleeding of nose or gums, blood in vomit or stool',
    },
    { code: 'restless', vi: 'vật vã, lừ đừ, li bì', en: 'restless or drowsy' },
    { code: 'coldLimbs', vi: 'tay chân lạnh', en: 'cold hands and feet' },
    { code: 'breathless', vi: 'khó thở', en: 'difficulty breathing' },
  ],
  sources: [
    { says: 'incubation of 5 to 7 days, 3 to 14 days', document: 'CDC Yellow Book, chapter Dengue', certainty: 'sure' },
    {
      says: 'people can infect mosquitoes from 2 days before the onset',
      document: 'WHO, Dengue and severe dengue, fact sheet',
      certainty: 'sure',
    },
    {
      says: 'warning signs',
      document: 'WHO, Dengue: guidelines for diagnosis, treatment, prevention and control, 2009',
      certainty: 'sure',
    },
    {
      says: 'an outbreak spot: clinical cases of one hamlet within 7 days (or one confirmed by a laboratory) with larvae or mosquitoes within 200 m; over after 14 days without a new case',
      document: '3711/QĐ-BYT, 19 September 2014',
      certainty: 'toBeVerified',
    },
    {
      says: 'people of a cluster are watched for 14 days; infectious until 7 days after the onset',
      document: 'this project',
      certainty: 'toBeVerified',
    },
  ],
};
