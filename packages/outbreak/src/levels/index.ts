export { type Changed, cascade, type DerivedPerson, type RegionRequest } from './cascade.ts';
export { type ComputedLevels, computeLevels } from './computeLevels.ts';
export { always, type DayNumber, dateOfDay, dayNumber, never } from './days.ts';
export {
  blockedDays,
  type CaseDates,
  certaintyRank,
  contactDistance,
  contactInterval,
  type Interval,
  type Isolation,
  infectiousWindows,
} from './facts.ts';
export { createEdges, type LevelEdges, type LevelGraph, type LevelWindow, nodeKind } from './graph.ts';
export { type ContactReason, type ContactVerdict, judgeContact } from './judgeContact.ts';
export { levelOn, type NodeLevel, windowsOf } from './levelOn.ts';
export { type LevelProfile, levelProfileOf } from './profile.ts';
export { caseWindows, type NodeId, type RegionEdge, type RegionPart, type RegionPerson } from './region.ts';
export {
  type ChainStep,
  contradictionSentence,
  type LevelStory,
  levelSentence,
  reasonSentence,
  type Sentence,
} from './sentences.ts';
export { packWindows, unpackWindows } from './windowText.ts';
