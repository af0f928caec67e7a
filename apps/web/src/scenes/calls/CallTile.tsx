import { Link } from '@tanstack/react-router';
import { DispositionTag } from '../../components/DispositionTag.tsx';
import { useText } from '../../i18n/useText.ts';
import type { BoardCall } from './boardState.ts';

type Props = { readonly call: BoardCall; readonly nowMs: number };

/** One call: who, where it stands, for how long. */
export function CallTile({ call, nowMs }: Props) {
  const { duration } = useText();
  return (
    <li className={`call-tile call-${call.state}`}>
      <div className="call-tile-head">
        <Link to="/people/$personId" params={{ personId: String(call.personId) }} preload={false}>
          {call.personName}
        </Link>
        {call.state !== 'ended' && (
          <span className="call-time">{duration(nowMs - Date.parse(call.answeredAt ?? call.startedAt))}</span>
        )}
      </div>
      <div className="quiet small call-where">
        {call.maskedPhone} · {call.unit.name}
      </div>
      <CallStanding call={call} />
    </li>
  );
}

function CallStanding({ call }: { readonly call: BoardCall }) {
  const { t, locale } = useText();
  if (call.disposition !== null) return <DispositionTag code={call.disposition} />;
  if (call.state === 'answered' && call.step) {
    return (
      <div className="call-step">
        {call.stepId !== null && <span className="step-id">{call.stepId}</span>} {call.step[locale]}
      </div>
    );
  }
  return <div className="call-step">{t(`callState.${call.state}`)}</div>;
}
