import { type Share, shareOf, wilsonInterval } from './share.ts';

/** Contacts of one setting whose follow-up came to its end, and how many of them fell ill. */
export type SettingCounts = { readonly setting: string; readonly contacts: number; readonly infected: number };

export type AttackRate = Share & { readonly setting: string; readonly low: number | null; readonly high: number | null };

/**
 * Secondary attack rate by setting, most contacts first. Only contacts who were followed to the end, or became a case, may be among the counts:
 * those still followed can yet fall ill, and those lost may have.
 */
export function secondaryAttackRates(counts: readonly SettingCounts[]): AttackRate[] {
  return [...counts]
    .sort((a, b) => b.contacts - a.contacts || (a.setting < b.setting ? -1 : 1))
    .map(({ setting, contacts, infected }) => {
      const share = shareOf(infected, contacts);
      const interval = wilsonInterval(share);
      return { setting, ...share, low: interval?.low ?? null, high: interval?.high ?? null };
    });
}
