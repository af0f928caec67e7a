/**
 * Levels (F0, F1, F2…), why, and how they moved.
 * - `GET /api/people/:id/levels` `personLevels`: the level in each outbreak, through whom, since when, and what a list said
 * - `POST /api/people/:id/level-decisions` `newLevelDecision` → `levelDecided`: a level set by hand, with the reason; `level` null: none
 * - `POST /api/level-decisions/:id/withdraw` `withdrawal` → `levelDecided`
 * - `GET /api/level-changes?outbreakId=&since=&unitId=&personId=` page of `levelChange`, the oldest first
 */
import { z } from 'zod';
import { bilingual, id, instant, localDate, pageOf, pageQuery, unitName, words } from './common.ts';
import { levelCause } from './levelCauses.ts';

const level = z.number().int().min(0).max(9);

/** Somebody on the way from a person to the case; null where the reader may not see who it is. */
export const levelStep = z.object({
  person: z.object({ id, fullName: z.string() }).nullable(),
  level,
  /** The contact through which the level came. */
  exposureId: id.nullable(),
  firstContactOn: localDate.nullable(),
  lastContactOn: localDate.nullable(),
});
export const contactJudged = z.object({
  exposureId: id,
  counts: z.boolean(),
  /** The level it gives; null when it gives none. */
  level: level.nullable(),
  /** Why it gives none. */
  reason: bilingual.nullable(),
  statedLevel: level.nullable(),
});
export const personLevel = z.object({
  outbreak: z.object({ id, code: z.string(), name: z.string() }),
  /** Null: none. */
  level: level.nullable(),
  /** The last day of exposure; null for a case and where nobody wrote a date down. */
  exposedOn: localDate.nullable(),
  lapsesOn: localDate.nullable(),
  derivedAt: instant.nullable(),
  /** From the person back to the case. */
  chain: z.array(levelStep),
  caseCode: z.string().nullable(),
  sentence: bilingual,
  /** Every contact of the person, and whether it counts. */
  contacts: z.array(contactJudged),
  /** What lists said, kept as said. */
  stated: z.array(level),
  /** Where what was said and what was derived differ. */
  contradictions: z.array(bilingual),
  decision: z
    .object({
      id,
      level: level.nullable(),
      exposedOn: localDate,
      because: z.string(),
      decidedAt: instant,
      decidedBy: z.string().nullable(),
    })
    .nullable(),
});
export type PersonLevel = z.infer<typeof personLevel>;
export const personLevels = z.object({ items: z.array(personLevel) });

export const levelChange = z.object({
  id,
  outbreakId: id,
  unit: unitName,
  person: z.object({ id, fullName: z.string() }),
  from: level.nullable(),
  to: level.nullable(),
  because: levelCause,
  cause: z.record(z.string(), z.union([z.string(), z.number()])),
  sentence: bilingual,
  changedAt: instant,
  changedBy: z.string().nullable(),
});
export type LevelChange = z.infer<typeof levelChange>;
export const levelChangePage = pageOf(levelChange);
export const levelChangeQuery = pageQuery.extend({
  outbreakId: z.coerce.number().int().positive(),
  since: instant.optional(),
  unitId: z.coerce.number().int().positive().optional(),
  personId: z.coerce.number().int().positive().optional(),
});

/** Who moved because of one act: those whom the reader may see by name, the rest counted. */
export const levelsMoved = z.object({
  people: z.array(
    z.object({
      person: z.object({ id, fullName: z.string() }),
      unitId: id,
      from: level.nullable(),
      to: level.nullable(),
      sentence: bilingual,
    }),
  ),
  /** Moved in other units. */
  elsewhere: z.number().int(),
  total: z.number().int(),
});
export type LevelsMoved = z.infer<typeof levelsMoved>;

export const newLevelDecision = z.object({
  outbreakId: id,
  level: z.number().int().min(1).max(4).nullable(),
  /** The day of exposure, from which the level runs. @default today */
  exposedOn: localDate.optional(),
  because: words(1000),
});
export const withdrawal = z.object({ because: words(1000) });
export const levelDecided = z.object({ id, moved: levelsMoved });
