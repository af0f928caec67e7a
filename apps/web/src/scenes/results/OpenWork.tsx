import { alertWords, errandWords, type ResultRow } from '@truyvet/contract';
import { useText } from '../../i18n/useText.ts';

/** What a human still has to do for this person. */
export function OpenWork({ row }: { readonly row: ResultRow }) {
  const { locale } = useText();
  if (row.openAlerts.length + row.openErrands.length === 0) return null;
  return (
    <ul className="open-work">
      {row.openAlerts.map((alert) => (
        <li key={`alert ${alert.id}`} className="urgent-text">
          ⚠ {alertWords[alert.code]?.[locale] ?? alert.code}
        </li>
      ))}
      {row.openErrands.map((errand) => (
        <li key={`errand ${errand.id}`}>{errandWords[errand.code]?.[locale] ?? errand.code}</li>
      ))}
    </ul>
  );
}
