/**
 * People who may be one person.
 * - `GET /api/people/:id/duplicates` → `duplicateList`: who may be this person, most likely first, with the reasons
 * - `POST /api/people/:id/merge` `{ mergedId }` → `mergeResult`: the other record becomes part of this one
 * - `POST /api/people/:id/unmerge` → `unmergeResult`: this record, merged before, stands for itself again
 * - `PUT /api/people/:id/distinct` and `DELETE …` `{ otherId }` → 204: not the same person, remembered; and withdrawn
 */
import { z } from 'zod';
import { bilingual, id, unitName } from './common.ts';

export const duplicateReason = z.object({
  /** Stable code, e.g. `phone.shared`. */
  code: z.string(),
  /** True when it speaks for one person. */
  speaksFor: z.boolean(),
  message: bilingual,
});

export const duplicate = z.object({
  personId: id,
  fullName: z.string(),
  birthYear: z.number().int().nullable(),
  unit: unitName,
  hamlet: z.string().nullable(),
  /** How likely the two are one person, 0–1. */
  score: z.number().min(0).max(1),
  /** Strongest first. */
  reasons: z.array(duplicateReason),
});
export type Duplicate = z.infer<typeof duplicate>;
export const duplicateList = z.object({ items: z.array(duplicate) });

export const mergeBody = z.strictObject({ mergedId: id });
export const mergeResult = z.object({
  survivorId: id,
  mergedId: id,
  /** Rows that now belong to the survivor, by table. */
  moved: z.record(z.string(), z.number().int()),
});
export type MergeResult = z.infer<typeof mergeResult>;
export const unmergeResult = z.object({ personId: id, survivorId: id, returned: z.record(z.string(), z.number().int()) });
export type UnmergeResult = z.infer<typeof unmergeResult>;
export const distinctBody = z.strictObject({ otherId: id });
