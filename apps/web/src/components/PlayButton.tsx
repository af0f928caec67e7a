import { PauseCircleOutlined, PlayCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useAudio } from '../hooks/useAudio.ts';
import { useText } from '../i18n/useText.ts';
import { ProblemPanel } from './ProblemPanel.tsx';

type Props = { readonly url: string; readonly label: string };

/** Plays a short recording; again from the beginning each time. */
export function PlayButton({ url, label }: Props) {
  const { t } = useText();
  const { playing, error, toggle } = useAudio(url);
  return (
    <>
      <Button
        icon={playing ? <PauseCircleOutlined /> : <PlayCircleOutlined />}
        onClick={toggle}
        aria-label={`${label}: ${t(playing ? 'audio.stop' : 'audio.play')}`}
      >
        {t(playing ? 'audio.stop' : 'audio.play')}
      </Button>
      {error !== null && <ProblemPanel error={error} />}
    </>
  );
}
