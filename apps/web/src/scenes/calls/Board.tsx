import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { DispositionBars } from '../../components/DispositionBars.tsx';
import { Loading } from '../../components/Loading.tsx';
import { useText } from '../../i18n/useText.ts';
import { BoardFigures } from './BoardFigures.tsx';
import { CallTiles } from './CallTiles.tsx';
import { ReachBar } from './ReachBar.tsx';
import { TrunkAlarm } from './TrunkAlarm.tsx';
import { useBoard } from './useBoard.ts';

/** What happens on the telephone lines at this moment: alarms first, then `children`, then figures and calls. */
export function Board({ children }: { readonly children: ReactNode }) {
  const { t } = useText();
  const { board, connected } = useBoard();
  if (!board) return <Loading />;
  return (
    <section className="stack" aria-label={t('board.title')}>
      {!connected && <Alert type="warning" showIcon title={t('board.lost')} />}
      <TrunkAlarm trunk={board.trunk} />
      {!board.dialing && board.counters.waiting > 0 && <Alert type="warning" showIcon title={t('board.notDialing')} />}
      {children}
      <BoardFigures counters={board.counters} />
      <ReachBar counters={board.counters} />
      <CallTiles calls={board.calls} clockShiftMs={board.clockShiftMs} waiting={board.counters.waiting} />
      <section className="panel">
        <h2>{t('board.dispositions')}</h2>
        <DispositionBars counts={board.counters.dispositions} />
      </section>
    </section>
  );
}
