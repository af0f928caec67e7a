import type { Attempt } from '@truyvet/contract';
import { PlayButton } from '../../components/PlayButton.tsx';
import { useText } from '../../i18n/useText.ts';

/** The words a person left, under the question they answer, to be listened to. */
export function Recordings({ attempt }: { readonly attempt: Attempt }) {
  const { t, locale, duration } = useText();
  if (attempt.recordings.length === 0) return null;
  const questionOf = (recordingId: string) =>
    attempt.answers.find(({ value }) => value.type === 'recording' && value.value === recordingId)?.question[locale];
  return (
    <ul className="bare-list">
      {attempt.recordings.map(({ id, name, durationMs, url }) => (
        <li key={id} className="row">
          <span>{t('person.recording', { name: questionOf(id) ?? name, length: duration(durationMs) })}</span>
          <PlayButton url={url} label={questionOf(id) ?? name} />
        </li>
      ))}
    </ul>
  );
}
