import { avianInfluenza } from './avianInfluenza.ts';
import { covid19 } from './covid19.ts';
import { dengue } from './dengue.ts';
import { measles } from './measles.ts';
import type { DiseaseProfile } from './profile.ts';

export const diseaseProfiles: readonly DiseaseProfile[] = [covid19, measles, avianInfluenza, dengue];

/** The profile of `outbreak.disease`; undefined for a disease this release does not know. */
export function diseaseProfile(code: string): DiseaseProfile | undefined {
  return diseaseProfiles.find((profile) => profile.code === code);
}
