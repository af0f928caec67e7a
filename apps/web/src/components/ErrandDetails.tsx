import { type Errand, paths } from '@truyvet/contract';
import { useText } from '../i18n/useText.ts';
import { nationalPhone } from './nationalPhone.ts';
import { PlayButton } from './PlayButton.tsx';

/** What an errand is about: a named contact's number, relation and recorded name; an address and where it may lie today. */
export function ErrandDetails({ details }: Pick<Errand, 'details'>) {
  const { t, word } = useText();
  const { phone, relation, recordingId, address, candidates } = details;
  const words = [phone && nationalPhone(phone), relation && word('relation', relation), address, candidates && `→ ${candidates}`]
    .filter(Boolean)
    .join(' · ');
  if (!words && !recordingId) return null;
  return (
    <div className="row">
      {words && <span>{words}</span>}
      {recordingId && <PlayButton url={paths.recording(recordingId)} label={t('work.recording')} />}
    </div>
  );
}
