import { useEffect, useState } from 'react';

/** The browser's clock in milliseconds since 1970, moving on every `stepMs`. */
export function useTick(stepMs: number): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), stepMs);
    return () => clearInterval(timer);
  }, [stepMs]);
  return nowMs;
}
