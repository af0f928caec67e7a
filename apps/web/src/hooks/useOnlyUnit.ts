import { useUnitOptions } from './useUnitOptions.ts';

/** The user's unit, when there is only one to choose from. */
export function useOnlyUnit(): number | undefined {
  const { options } = useUnitOptions(false);
  return options.length === 1 ? options[0]?.value : undefined;
}
