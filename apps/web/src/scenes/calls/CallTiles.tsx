import { useMemo } from 'react';
import { useTick } from '../../hooks/useTick.ts';
import { useText } from '../../i18n/useText.ts';
import type { BoardCall } from './boardState.ts';
import { CallTile } from './CallTile.tsx';
import './board.css';

type Props = { readonly calls: ReadonlyMap<number, BoardCall>; readonly clockShiftMs: number; readonly waiting: number };

/** More tiles than this help nobody; the rest is said as a number. */
const shownAtMost = 200;

/** A tile for each call under way, in the order they began, so that a tile keeps its place. */
export function CallTiles({ calls, clockShiftMs, waiting }: Props) {
  const { t } = useText();
  const nowMs = useTick(1_000) + clockShiftMs;
  const inOrder = useMemo(() => [...calls.values()].sort((a, b) => a.attemptId - b.attemptId), [calls]);
  const shown = inOrder.slice(0, shownAtMost);
  return (
    <section className="panel">
      <h2>{t('board.calls')}</h2>
      {shown.length === 0 ? (
        <p className="quiet">{t(waiting > 0 ? 'board.quietWaiting' : 'board.quiet')}</p>
      ) : (
        <ul className="call-tiles">
          {shown.map((call) => (
            <CallTile key={call.attemptId} call={call} nowMs={nowMs} />
          ))}
        </ul>
      )}
      {inOrder.length > shown.length && <p>{t('board.more', { count: inOrder.length - shown.length })}</p>}
    </section>
  );
}
