import type { SymptomCode } from './symptoms.ts';

/** What is known of a disease and what tracing does with it. Days are whole local days. */
export type DiseaseProfile = {
  /** As in `outbreak.disease`. */
  readonly code: string;
  readonly name: Words;
  /** From infection to first symptoms. */
  readonly incubationDays: { readonly min: number; readonly max: number };
  /** What "onset" means: for measles the rash, otherwise the first symptom. */
  readonly onset: Words;
  /** A meeting counts from so many days before the source's onset… */
  readonly infectiousBeforeOnsetDays: number;
  /** …until so many days after it, unless the source was isolated earlier. */
  readonly infectiousAfterOnsetDays: number;
  /** How long a contact is followed after the last contact, where no dated rule says otherwise. */
  readonly followUpDays: number;
  /** Whether people are F1, F2… by their contacts. False: cases are looked at by place (see clusters). */
  readonly usesLevels: boolean;
  /** A pair of onsets further apart than this is hardly one infecting the other: a question for the officer, not a rule. */
  readonly serialIntervalMaxDays?: number;
  /** Cases of one place that make a cluster; only where levels are not used. */
  readonly clusters?: ClusterRule;
  readonly symptoms: readonly Sign[];
  /** Any of these: a health worker at once. */
  readonly severeSigns: readonly Sign[];
  readonly sources: readonly Source[];
};

export type Words = { readonly vi: string; readonly en: string };
export type Sign = Words & { readonly code: SymptomCode };

/** `sure`: the document is known to say so. `toBeVerified`: from memory, or our own choice; someone must look before relying on it. */
export type Source = { readonly says: string; readonly document: string; readonly certainty: 'sure' | 'toBeVerified' };

export type ClusterRule = {
  /** So many cases… */
  readonly minCases: number;
  /** …with onsets within so many days of each other, both counted, open a cluster in one place. */
  readonly windowDays: number;
  /** It ends after so many days without a new case; a case within them belongs to it. */
  readonly quietDays: number;
};
