import { Link } from '@tanstack/react-router';
import type { PersonPage } from '@truyvet/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { useMay } from '../../hooks/useMay.ts';
import { useText } from '../../i18n/useText.ts';
import { WithdrawStated } from './WithdrawStated.tsx';

/** One quarantine as a list states it; who may can say that it was not so. */
export function StatedIsolation({ stated }: { readonly stated: PersonPage['statedIsolations'][number] }) {
  const { t, day } = useText();
  const may = useMay('exposures.write');
  const [withdrawing, setWithdrawing] = useState(false);
  const { measure, place, startOn, endOn, list } = stated;
  const span = t('person.statedIsolationSpan', {
    from: startOn === null ? t('person.dayUnknown') : day(startOn),
    to: endOn === null ? t('person.dayUnknown') : day(endOn),
  });
  return (
    <li className="work-line">
      <div>
        {span}
        <div className="quiet small">
          {[measure === null ? t('person.measureUnread') : t(`statedMeasure.${measure}`), place].filter(Boolean).join(' · ')}{' '}
          {list && (
            <Link to="/lists/$importId" params={{ importId: String(list.importId) }}>
              {list.fileName}
            </Link>
          )}
        </div>
      </div>
      {may && (
        <Button size="small" onClick={() => setWithdrawing(true)}>
          {t('stated.withdraw')}
        </Button>
      )}
      {withdrawing && <WithdrawStated stated={stated} span={span} onClose={() => setWithdrawing(false)} />}
    </li>
  );
}
