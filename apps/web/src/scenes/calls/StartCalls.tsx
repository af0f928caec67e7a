import { Link, useSearch } from '@tanstack/react-router';
import { Loading } from '../../components/Loading.tsx';
import { useOnlyUnit } from '../../hooks/useOnlyUnit.ts';
import { useOutbreaks } from '../../hooks/useOutbreaks.ts';
import { useUnitOptions } from '../../hooks/useUnitOptions.ts';
import { useText } from '../../i18n/useText.ts';
import { StartForm } from './StartForm.tsx';
import { firstFields } from './startFields.ts';

/** Whom to call and how; nothing is dialled before the confirmation. */
export function StartCalls() {
  const { t } = useText();
  const { unitId } = useSearch({ from: '/calls/new' });
  const onlyUnit = useOnlyUnit();
  const outbreaks = useOutbreaks();
  const units = useUnitOptions(false);
  const ready = outbreaks.data !== undefined && !units.isPending;
  return (
    <div className="stack narrow">
      <div>
        <Link to="/calls">← {t('calls.title')}</Link>
        <h1>{t('start.title')}</h1>
      </div>
      {ready ? (
        <StartForm
          initial={firstFields({ unitId: unitId ?? onlyUnit, outbreakId: outbreaks.data.find((one) => one.isDefault)?.id })}
        />
      ) : (
        <Loading />
      )}
    </div>
  );
}
