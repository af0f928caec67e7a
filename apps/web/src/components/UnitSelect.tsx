import { Select } from 'antd';
import { useUnitOptions } from '../hooks/useUnitOptions.ts';
import { useText } from '../i18n/useText.ts';

type Props = {
  readonly value?: number | undefined;
  readonly onChange?: (unitId: number | undefined) => void;
  /** Offer "all my units" too, and units that no longer exist. */
  readonly allowAll?: boolean;
};

/** Picks one of the units the user sees; typing finds a name with or without its marks. */
export function UnitSelect({ value, onChange, allowAll = false }: Props) {
  const { t } = useText();
  const { options, isPending } = useUnitOptions(allowAll);
  return (
    <Select
      className="unit-select"
      aria-label={t('unit.label')}
      placeholder={allowAll ? t('unit.all') : t('unit.choose')}
      value={value ?? null}
      allowClear={allowAll}
      loading={isPending}
      showSearch={{ optionFilterProp: 'search' }}
      options={[...options]}
      onChange={(unitId: number | null | undefined) => onChange?.(unitId ?? undefined)}
    />
  );
}
