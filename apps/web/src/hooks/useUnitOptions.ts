import { useMemo } from 'react';
import { type UnitOption, unitOptions } from '../components/unitOptions.ts';
import { localDateOf } from '../i18n/formats.ts';
import { useSession } from './useSession.ts';
import { useUnits } from './useUnits.ts';

/** The units the user can choose from today; with `past`, dissolved ones too. */
export function useUnitOptions(past: boolean): { readonly options: readonly UnitOption[]; readonly isPending: boolean } {
  const { data: units = [], isPending } = useUnits();
  const { data: session } = useSession();
  const today = session ? localDateOf(session.now) : '';
  const options = useMemo(() => unitOptions(units, { today, past }), [units, today, past]);
  return { options, isPending };
}
