import type { BoardCounters } from '@truyvet/contract';
import { useText } from '../../i18n/useText.ts';
import './board.css';

/** How far the campaigns are. Everybody is in one part: called to the end, handed to officers, on the telephone, waiting. */
export function ReachBar({ counters }: { readonly counters: BoardCounters }) {
  const { t, number } = useText();
  const { people, givenUp, underWay, waiting } = counters;
  if (people === 0) return null;
  const parts = [
    { key: 'done', count: Math.max(0, people - givenUp - underWay - waiting), text: t('figure.done') },
    { key: 'givenUp', count: givenUp, text: t('figure.givenUp') },
    { key: 'underWay', count: underWay, text: t('figure.underWay') },
    { key: 'waiting', count: waiting, text: t('figure.waiting') },
  ];
  return (
    <div className="panel">
      <div className="reach-bar" aria-hidden>
        {parts.map(({ key, count }) => (
          <span key={key} className={`reach-${key}`} style={{ width: `${(count / people) * 100}%` }} />
        ))}
      </div>
      <ul className="legend">
        {parts.map(({ key, count, text }) => (
          <li key={key}>
            <span className={`swatch reach-${key}`} aria-hidden /> {text}: <strong>{number(count)}</strong> / {number(people)}
          </li>
        ))}
      </ul>
    </div>
  );
}
