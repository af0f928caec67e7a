export { type Changed, cascade, type DerivedPerson, type RegionRequest } from './cascade.ts';
export { type ComputedLevels, computeLevels } from './computeLevels.ts';
export { always, type DayNumber, dateOfDay, dayNumber, never } from './days.ts';
export { kindOf as edgeKind, LevelEdges } from './edges.ts';
export {
  blockedDays,
  type CaseDates,
  certaintyRank,
  clearedBy,
  contactDistance,
  contactInterval,
  type Interval,
  type Isolation,
  infectiousDays,
  infectiousWindows,
} from './facts.ts';
export { type LevelGraph, type LevelWindow, nodeKind } from './graph.ts';
export { type ContactReason, type ContactVerdict, judgeContact } from './judgeContact.ts';
export { isReached, levelOn, type NodeLevel, packWindowsOf, windowsOf } from './levelOn.ts';
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
