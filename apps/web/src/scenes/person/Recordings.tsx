import type { Attempt } from '@truyvet/contract';
import { PlayButton } from '../../components/PlayButton.tsx';
import { useText } from '../../i18n/useText.ts';

/** The words a person left, to be listened to. */
export function Recordings({ recordings }: Pick<Attempt, 'recordings'>) {
  const { t, duration } = useText();
  if (recordings.length === 0) return null;
  return (
    <ul className="bare-list">
      {recordings.map((recording) => (
        <li key={recording.id} className="row">
          <span>{t('person.recording', { name: recording.name, length: duration(recording.durationMs) })}</span>
          <PlayButton url={recording.url} label={recording.name} />
        </li>
      ))}
    </ul>
  );
}
