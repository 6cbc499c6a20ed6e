// Hear a recording on this phone before anybody else does: one big button, its shape, a place to seek.
import { useEffect, useRef, useState } from 'preact/hooks';
import { tellTrack } from '../telling.ts';
import { words } from '../words/chosen.ts';
import { Icon } from './icon.tsx';

const HEIGHT = 40;

/** Peaks 0–100 as one path of upright strokes. */
const strokesOf = (peaks: readonly number[]): string =>
  peaks
    .map((peak, i) => {
      const half = Math.max(1, (peak / 100) * (HEIGHT / 2 - 1));
      return `M${i + 0.5} ${HEIGHT / 2 - half}v${half * 2}`;
    })
    .join('');

function Waveform({ peaks, played }: { peaks: readonly number[]; played: number }) {
  const d = strokesOf(peaks);
  const at = Math.round(played * peaks.length);
  return (
    <svg class="waveform" viewBox={`0 0 ${peaks.length} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path class="rest" d={d} />
      <path class="done" d={strokesOf(peaks.slice(0, at))} />
    </svg>
  );
}

let sounding: HTMLAudioElement | null = null;

export function Player({
  src,
  title,
  durationMs,
  waveform,
  onHeard,
}: {
  src: string;
  title: string;
  durationMs: number | null;
  waveform?: readonly number[] | null;
  /** Called at the first time it plays. */
  onHeard?: () => void;
}) {
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(durationMs ?? 0);
  const [broken, setBroken] = useState(false);
  const told = words.value.sending.library;

  useEffect(() => {
    const element = audio.current;
    return () => element?.pause();
  }, []);

  const toggle = async () => {
    const element = audio.current;
    if (!element) return;
    if (!element.paused) return element.pause();
    // One sound at a time on a phone.
    if (sounding !== element) sounding?.pause();
    sounding = element;
    try {
      await element.play();
      onHeard?.();
    } catch (error) {
      console.warn('cannot play', src, error);
      setBroken(true);
    }
  };

  return (
    <div class="player">
      {/* biome-ignore lint/a11y/useMediaCaption: the text of a recording stands beside its player */}
      <audio
        ref={audio}
        src={src}
        preload="none"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setAt(0)}
        onTimeUpdate={event => setAt(event.currentTarget.currentTime * 1000)}
        onLoadedMetadata={event => {
          const seconds = event.currentTarget.duration;
          if (Number.isFinite(seconds) && seconds > 0) setLength(seconds * 1000);
        }}
      />
      <button
        type="button"
        class="round"
        aria-label={`${playing ? told.pause : told.play}: ${title}`}
        onClick={() => void toggle()}
      >
        <Icon name={playing ? 'pause' : 'play'} size={28} />
      </button>
      <div class="player-track">
        {waveform && waveform.length > 0 && <Waveform peaks={waveform} played={length > 0 ? at / length : 0} />}
        <input
          type="range"
          class={waveform && waveform.length > 0 ? 'over-wave' : undefined}
          aria-label={`${told.position}: ${title}`}
          min={0}
          max={Math.max(1, Math.round(length))}
          step={100}
          value={Math.round(at)}
          onInput={event => {
            const to = event.currentTarget.valueAsNumber;
            if (audio.current) audio.current.currentTime = to / 1000;
            setAt(to);
          }}
        />
        <p class="player-time">
          {tellTrack(at)} / {tellTrack(length)}
          {broken && ` · ${told.cannotPlay}`}
        </p>
      </div>
    </div>
  );
}
