import { sql } from 'kysely';
import type { Db } from '../connect.ts';
import { kept } from '../keptPlans.ts';
import type { UserRole } from '../schema.ts';
import { type Rights, type RightsRow, rightsColumns, rightsOf, rightsVersion } from './roles.ts';

type Known = { readonly role: UserRole; readonly version: number; readonly rights: Rights };

/** Of each pool the rights of users seen lately. */
const knownOf = new WeakMap<Db, Map<number, Known>>();
/** More users than are at work at once; a province's list of units is some 10 kB. */
const most = 1000;

/**
 * The rights of a user whose role and version of rights were just read. They are worked out once for each version (walking down a province's tree
 * takes longer than most answers), and whoever loses a right loses it with the next request: every request reads the version.
 */
export async function rightsAt(db: Db, userId: number, role: UserRole, version: number): Promise<Rights | undefined> {
  const known = knownIn(db);
  const before = known.get(userId);
  if (before !== undefined && before.version === version && before.role === role) return before.rights;
  const { rows } = await sql<RightsRow & { role: UserRole; version: number }>`${kept}
    select u.role, ${rightsVersion} as version, ${rightsColumns} from app_user u where u.id = ${userId}`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const rights = rightsOf(userId, row);
  if (known.size >= most) known.clear();
  known.set(userId, { role: row.role, version: row.version, rights });
  return rights;
}

function knownIn(db: Db): Map<number, Known> {
  const known = knownOf.get(db) ?? new Map<number, Known>();
  knownOf.set(db, known);
  return known;
}
