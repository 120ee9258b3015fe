import { useEffect, useState } from 'react';

/** Returns the current time, updated while `ticking` is true, by default every second. */
export function useNow(ticking: boolean, intervalMs = 1000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!ticking) return;
    const timer = setInterval(() => {
      setNow(Date.now());
    }, intervalMs);
    return () => {
      clearInterval(timer);
    };
  }, [ticking, intervalMs]);
  return now;
}
