// How loud the voice is, as a row of bars that anybody can read at arm's length, and a word when it is wrong.
import { useEffect, useRef, useState } from 'preact/hooks';
import { words } from '../words/chosen.ts';

const BARS = 24;
const QUIET = 0.25;
const LOUD = 0.97;
/** How long a voice may pause before the page says that it is too quiet. */
const SILENCE_MS = 3000;

export function Level({ read }: { read: () => number }) {
  const [level, setLevel] = useState(0);
  const [advice, setAdvice] = useState<'' | 'tooQuiet' | 'tooLoud'>('');
  const lastLoud = useRef(performance.now());
  useEffect(() => {
    const timer = setInterval(() => {
      const now = read();
      setLevel(now);
      if (now > QUIET) lastLoud.current = performance.now();
      setAdvice(now > LOUD ? 'tooLoud' : performance.now() - lastLoud.current > SILENCE_MS ? 'tooQuiet' : '');
    }, 80);
    return () => clearInterval(timer);
  }, [read]);
  const told = words.value.sending.recorder;
  const lit = Math.round(level * BARS);
  return (
    <div class="level">
      <meter class="unseen" aria-label={told.level} min={0} max={100} value={Math.round(level * 100)} />
      <svg viewBox={`0 0 ${BARS * 10} 40`} aria-hidden="true">
        {Array.from({ length: BARS }, (_, i) => (
          <rect
            key={i}
            class={i < lit ? 'lit' : 'unlit'}
            x={i * 10 + 1}
            y={20 - (6 + i * 0.6)}
            width="7"
            height={(6 + i * 0.6) * 2}
            rx="2"
          />
        ))}
      </svg>
      <p class="hint" role="status">
        {advice === '' ? '' : told[advice]}
      </p>
    </div>
  );
}
