/**
 * Who does what, and who is asked when nobody does.
 * - `POST /api/errands/:id/assign` `errandAssignment` → `errand`, If-Match: take it, hand it over, or give it back
 * - `GET /api/errands/:id/owners` → `possibleOwners`: whom it can be given to
 * - `POST /api/errands/:id/done` `errandDone` → `errand`, If-Match; `errand.done` when it was done, `errand.outcomeUnfit`
 * - `GET /api/workload?unitId=` → `workload`: open work by owner and by commune
 * - `GET /api/settings/escalation` → `escalationPolicies`; `PUT` the same (If-Match) for administrators
 */
import { type ErrandOutcome, errandOutcomes } from '@truyvet/outbreak';
import { z } from 'zod';
import { type Bilingual, id, instant, unitName, words } from './common.ts';

const outcomeWordsByCode = {
  done: { vi: 'Đã làm xong', en: 'Done' },
  notNeeded: { vi: 'Không còn cần', en: 'No longer needed' },
  notPossible: { vi: 'Không làm được', en: 'Could not be done' },
  reached: { vi: 'Đã gặp, đã nói chuyện', en: 'Reached and spoken with' },
  notFound: { vi: 'Không tìm thấy người', en: 'Person not found' },
  refused: { vi: 'Từ chối', en: 'Refused' },
  moved: { vi: 'Đã chuyển đi nơi khác', en: 'Moved away' },
  personConfirmed: { vi: 'Đúng người', en: 'It is the person' },
  otherPerson: { vi: 'Là người khác', en: 'It is somebody else' },
  birthYearFound: { vi: 'Đã bổ sung năm sinh', en: 'Birth year completed' },
  numberFound: { vi: 'Đã tìm được số đúng', en: 'Right number found' },
  noNumber: { vi: 'Không có số điện thoại', en: 'Has no phone number' },
  contactConfirmed: { vi: 'Đúng là người tiếp xúc', en: 'Is a contact' },
  contactRejected: { vi: 'Không phải người tiếp xúc', en: 'Is not a contact' },
} satisfies Record<ErrandOutcome, Bilingual>;

/** Words for what came out of an errand, by code. */
export const errandOutcomeWords: Readonly<Record<string, Bilingual>> = outcomeWordsByCode;

/** `ownerId` null gives the errand back to everybody. */
export const errandAssignment = z.object({ ownerId: id.nullable() });
export const errandOutcome = z.enum(errandOutcomes);
export const errandDone = z.object({ outcome: errandOutcome, result: words(2000, 0).default('') });

export const possibleOwners = z.object({
  items: z.array(z.object({ id, displayName: z.string(), openErrands: z.number().int() })),
});

const count = z.number().int().nonnegative();
export const workload = z.object({
  at: instant,
  owners: z.array(
    z.object({
      /** Null: errands that nobody has taken. */
      owner: z.object({ id, displayName: z.string() }).nullable(),
      open: count,
      overdue: count,
      nextDueAt: instant,
    }),
  ),
  /** By commune; what belongs to a hamlet counts for its commune. */
  units: z.array(
    z.object({
      unit: unitName,
      openErrands: count,
      overdueErrands: count,
      unassignedErrands: count,
      openAlerts: count,
      lateAlerts: count,
      escalatedAlerts: count,
    }),
  ),
});
export type Workload = z.infer<typeof workload>;

export const workloadQuery = z.object({ unitId: z.coerce.number().int().positive().optional() });

const minutes = z.array(z.number().int().min(1).max(10_080)).min(1).max(8);
/** Minutes that each unit above the alert's own has; the last figure serves all further up. */
export const escalationPolicies = z.object({
  default: minutes,
  byCode: z.record(z.string().min(1).max(60), minutes),
});
