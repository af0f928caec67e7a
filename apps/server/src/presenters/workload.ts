import type { Workload } from '@truyvet/contract';
import type { OwnerLoad, UnitLoad } from '../db/triage/workload.ts';
import { instantText } from './dateText.ts';
import { unitNameOf } from './inboxItems.ts';

export function presentWorkload(at: Date, owners: readonly OwnerLoad[], units: readonly UnitLoad[]): Workload {
  return {
    at: instantText(at),
    owners: owners.map(({ ownerId, displayName, open, overdue, nextDueAt }) => ({
      owner: ownerId !== null && displayName !== null ? { id: ownerId, displayName } : null,
      open,
      overdue,
      nextDueAt: instantText(nextDueAt),
    })),
    units: units.map(({ openErrands, overdueErrands, unassignedErrands, openAlerts, lateAlerts, escalatedAlerts, ...unit }) => ({
      unit: unitNameOf(unit),
      openErrands,
      overdueErrands,
      unassignedErrands,
      openAlerts,
      lateAlerts,
      escalatedAlerts,
    })),
  };
}
