import './figure.css';

export type Tone = 'plain' | 'good' | 'warn' | 'urgent';
type Props = { readonly label: string; readonly value: string; readonly note?: string; readonly tone?: Tone };

/** One number and what it counts. */
export function Figure({ label, value, note, tone = 'plain' }: Props) {
  return (
    <div className={`figure figure-${tone}`}>
      <dt>{label}</dt>
      <dd>{value}</dd>
      {note && <dd className="figure-note">{note}</dd>}
    </div>
  );
}
