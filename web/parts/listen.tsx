// [Nghe thử trên máy này]: the clips of an alert one after the other, as the loudspeakers will play them.
import { useEffect, useRef, useState } from 'preact/hooks';
import { paths } from '../paths.ts';
import { words } from '../words/chosen.ts';
import { Icon } from './icon.tsx';

export function Listen({ clips }: { clips: readonly string[] }) {
  const told = words.value.alerts.send;
  const audio = useRef<HTMLAudioElement>(null);
  const next = useRef(0);
  const [state, setState] = useState<'still' | 'playing' | 'broken'>('still');

  useEffect(() => {
    const element = audio.current;
    return () => element?.pause();
  }, []);

  const play = async (index: number) => {
    const element = audio.current;
    const name = clips[index];
    if (!element) return;
    if (name === undefined) return setState('still');
    next.current = index + 1;
    element.src = paths.clip(name);
    setState('playing');
    try {
      await element.play();
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return;
      console.warn('cannot play', name, error);
      setState('broken');
    }
  };
  const tap = () => {
    if (state !== 'playing') return void play(0);
    audio.current?.pause();
    setState('still');
  };
  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: the words that sound stand above the button */}
      <audio ref={audio} preload="none" onEnded={() => void play(next.current)} />
      <button type="button" class="button plain" onClick={tap} disabled={clips.length === 0}>
        <Icon name={state === 'playing' ? 'stop' : 'play'} />
        {state === 'playing' ? told.listening : told.listen}
      </button>
      {state === 'broken' && <p class="hint">{told.cannotListen}</p>}
    </>
  );
}
