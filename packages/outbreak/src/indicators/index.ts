export { type AttackRate, type SettingCounts, secondaryAttackRates } from './attackRate.ts';
export { type CallCounts, type CallIndicators, callIndicators } from './calls.ts';
export { type ContactsPerCase, contactsPerCase } from './contacts.ts';
export { type Delay, delayFigures } from './delay.ts';
export { type Dispersion, dispersion } from './dispersion.ts';
export { type FollowUpCounts, type FollowUpToday, followUpToday } from './followUpToday.ts';
export {
  type CohortReproduction,
  coriReproduction,
  type InstantReproduction,
  type MeanOffspring,
  meanOffspringByOnset,
  type OnsetDay,
  wallingaTeunis,
} from './reproduction.ts';
export { intervalWeights, type SerialInterval, serialInterval } from './serialInterval.ts';
export { type Share, shareOf, wilsonInterval } from './share.ts';
export { meanOf, medianOf, type Tally, tallyOf } from './tally.ts';
export { clusterSizes, type InfectedCase, offspringOf, serialIntervals } from './transmission.ts';
