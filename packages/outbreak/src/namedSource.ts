import { compareNames } from './names.ts';
import type { SourceName } from './sourceName.ts';

/** Somebody who bears a name that a list gives as a source. */
export type Bearer = {
  readonly id: number;
  readonly fullName: string;
  /** Every level by which they are known: stated by lists, or derived. */
  readonly levels: readonly number[];
  readonly hasCase: boolean;
  /** Their rows in the list itself. */
  readonly rows: readonly number[];
};

/**
 * `person`: met that person · `case`: behind that person's case, as far as the list states it (see `contactDistance`) · `ambiguous`: more than one bears
 * the name.
 */
export type ChosenSource<B extends Bearer> =
  | { readonly kind: 'person' | 'case'; readonly bearer: B }
  | { readonly kind: 'ambiguous'; readonly bearers: readonly B[] }
  | { readonly kind: 'nobody' };

/**
 * Who it is that a row names as the source of its contact: the only one of the list, else the only stored F0 or F1, who bears the name, is nearer to a case
 * than the row's own person, and is not that person. Marks that both wrote must agree. Whoever is neither one step nearer nor a case is nobody:
 * the list tells of another person, or of a step that it leaves out.
 */
export function chooseSource<B extends Bearer>(
  asked: { readonly personId: number; readonly statedLevel: number; readonly name: SourceName },
  bearers: readonly B[],
): ChosenSource<B> {
  const { personId, statedLevel, name } = asked;
  const fit = bearers.filter(
    (one) => one.id !== personId && nearest(one) < statedLevel && compareNames(one.fullName, name.full) === 'same',
  );
  const listed = fit.filter(({ rows }) => rows.length > 0);
  const among = listed.length > 0 ? listed : fit.filter((one) => nearest(one) <= 1);
  const [bearer, ...others] = among;
  if (bearer === undefined) return { kind: 'nobody' };
  if (others.length > 0) return { kind: 'ambiguous', bearers: among };
  const step = statedLevel - 1;
  // An F1 who has become a case since is named as the F1 they were: whoever met them met a case.
  const namedAs = name.level ?? (bearer.levels.includes(step) ? step : nearest(bearer));
  if (namedAs === step) return { kind: 'person', bearer };
  return namedAs === 0 && bearer.hasCase ? { kind: 'case', bearer } : { kind: 'nobody' };
}

const nearest = ({ levels, hasCase }: Bearer): number => Math.min(hasCase ? 0 : Number.POSITIVE_INFINITY, ...levels);
