import type { LevelsMoved } from '@truyvet/contract';
import type { Db } from '../../db/connect.ts';
import { readNames } from '../../db/levels/explain.ts';
import type { MovedPerson } from '../../db/levels/writeLevels.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { presentMoved } from '../../presenters/levels.ts';

/** Who moved, as this user may see it: their own people by name, the rest counted. */
export async function movedView(db: Db, scope: Scope, moved: readonly MovedPerson[]): Promise<LevelsMoved> {
  const names = await inScope(db, scope, (tx) =>
    readNames(
      tx,
      moved.map(({ personId }) => personId),
    ),
  );
  return presentMoved(moved, names);
}
