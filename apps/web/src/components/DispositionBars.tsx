import { dispositionText } from '@truyvet/contract';
import { useText } from '../i18n/useText.ts';
import { dispositionTone } from './dispositionTone.ts';
import './dispositionBars.css';

/** How the calls ended, the most frequent first; each bar has its number beside it. */
export function DispositionBars({ counts }: { readonly counts: Readonly<Record<string, number>> }) {
  const { t, locale, number } = useText();
  const entries = Object.entries(counts).sort(([, a], [, b]) => b - a);
  const most = Math.max(1, ...entries.map(([, count]) => count));
  if (entries.length === 0) return <p className="quiet">{t('summary.noCalls')}</p>;
  return (
    <dl className="bars">
      {entries.map(([code, count]) => (
        <div key={code} className="bar-row">
          <dt>{dispositionText(code, locale)}</dt>
          <dd>
            <span className={`bar bar-${dispositionTone(code)}`} style={{ width: `${(count / most) * 100}%` }} />
            <span className="bar-number">{number(count)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
