import { useEffect, useRef, useState } from 'react';

/** Plays and stops one piece of audio; it stops when the scene is left. */
export function useAudio(url: string) {
  const audio = useRef<HTMLAudioElement | null>(null);
  const [playing, setPlaying] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const stop = () => {
    audio.current?.pause();
    audio.current = null;
    setPlaying(false);
  };
  useEffect(() => () => audio.current?.pause(), []);
  const play = () => {
    const element = new Audio(url);
    audio.current = element;
    element.onended = stop;
    setError(null);
    setPlaying(true);
    element.play().catch((reason: unknown) => {
      stop();
      setError(reason);
    });
  };
  return { playing, error, toggle: playing ? stop : play };
}
