import {
  type Bilingual,
  type LevelChange,
  type LevelsMoved,
  levelCause,
  levelCauseWords,
  type PersonLevel,
} from '@truyvet/contract';
import { contradictionSentence, levelSentence, reasonSentence } from '@truyvet/outbreak';
import { z } from 'zod';
import type { ExplainedLevel } from '../commands/levels/explainLevels.ts';
import type { LevelChangeRecord } from '../db/levels/levelChanges.ts';
import type { MovedPerson } from '../db/levels/writeLevels.ts';
import { instantOrNull, instantText } from './dateText.ts';
import { unitNameOf } from './inboxItems.ts';

/** So many people are named; more are counted. */
const mostNamed = 500;

/** @param names of those whom the reader may see */
export function presentMoved(moved: readonly MovedPerson[], names: ReadonlyMap<number, string>): LevelsMoved {
  const seen = moved.flatMap(({ personId, unitId, from, to }) => {
    const fullName = names.get(personId);
    return fullName === undefined
      ? []
      : [{ person: { id: personId, fullName }, unitId, from, to, sentence: moveSentence(fullName, from, to) }];
  });
  return { people: seen.slice(0, mostNamed), elsewhere: moved.length - seen.length, total: moved.length };
}

const causeFields = z.record(z.string(), z.union([z.string(), z.number()])).catch({});

export function presentLevelChange(record: LevelChangeRecord): LevelChange {
  const because = levelCause.parse(record.because);
  const move = moveSentence(record.fullName, record.from, record.to);
  const words = levelCauseWords[because];
  return {
    id: record.id,
    outbreakId: record.outbreakId,
    unit: unitNameOf(record),
    person: { id: record.personId, fullName: record.fullName },
    from: record.from,
    to: record.to,
    because,
    cause: causeFields.parse(record.cause),
    sentence: { vi: `${move.vi}, vì ${words.vi}.`, en: `${move.en}, because ${words.en}.` },
    changedAt: instantText(record.changedAt),
    changedBy: record.changedBy,
  };
}

function moveSentence(name: string, from: number | null, to: number | null): Bilingual {
  const vi = (level: number | null) => (level === null ? 'không có mức F' : `F${level}`);
  const en = (level: number | null) => (level === null ? 'no level' : `F${level}`);
  return { vi: `${name}: ${vi(from)} → ${vi(to)}`, en: `${name}: ${en(from)} → ${en(to)}` };
}

export function presentPersonLevel(explained: ExplainedLevel, fullName: string): PersonLevel {
  const { kept, chain, caseCode, leftOut, contacts, decision } = explained;
  const stated = [
    ...new Set(contacts.flatMap(({ contact }) => (contact.statedLevel === null || contact.negated ? [] : [contact.statedLevel]))),
  ].sort();
  const steps = chain.map((step) => ({
    name: step.name,
    level: step.level,
    lastOn: step.contact?.last ?? step.contact?.first ?? null,
  }));
  const story = { chain: steps, caseCode, leftOut, lapsesOn: kept.lapsesOn, decidedBecause: decision?.because ?? null };
  const none = { vi: `${fullName} không có mức F.`, en: `${fullName} has no level.` };
  return {
    outbreak: { id: kept.outbreakId, code: kept.outbreakCode, name: kept.outbreakName },
    level: kept.level,
    exposedOn: kept.exposedOn,
    lapsesOn: kept.lapsesOn,
    derivedAt: instantOrNull(kept.derivedAt),
    chain: chain.map(({ personId, name, level, contact }) => ({
      person: name === null ? null : { id: personId, fullName: name },
      level,
      exposureId: contact?.id ?? null,
      firstContactOn: contact?.first ?? null,
      lastContactOn: contact?.last ?? null,
    })),
    caseCode,
    sentence: kept.level === null ? none : levelSentence(story),
    contacts: contacts.map(({ contact, verdict }) => ({
      exposureId: contact.id,
      counts: verdict.counts,
      level: verdict.counts ? verdict.level : null,
      reason: verdict.counts ? null : { ...reasonSentence(verdict.because) },
      statedLevel: contact.statedLevel,
    })),
    stated,
    contradictions: stated
      .filter((level) => level !== kept.level)
      .map((level) => ({ ...contradictionSentence(level, kept.level) })),
    decision:
      decision === null
        ? null
        : {
            id: decision.id,
            level: decision.level,
            exposedOn: decision.exposedOn,
            because: decision.because,
            decidedAt: instantText(decision.decidedAt),
            decidedBy: decision.decidedBy,
          },
  };
}
