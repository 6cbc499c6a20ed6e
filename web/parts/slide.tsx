// "Trượt để phát": a thumb that must be drawn the whole way; a tap does nothing, letting go early brings it back. With a keyboard
// the right arrow is held to the end.
import { useEffect, useRef, useState } from 'preact/hooks';
import { words } from '../words/chosen.ts';
import { Icon } from './icon.tsx';

/** So much of the way counts as the whole. */
const ENOUGH = 0.94;
const KEY_STEP = 0.1;

export function Slide({
  label,
  disabled,
  drill = false,
  onDone,
}: {
  label: string;
  disabled: boolean;
  drill?: boolean;
  onDone(): void;
}) {
  const told = words.value.alerts.send;
  const [at, setAt] = useState(0);
  const track = useRef<HTMLDivElement>(null);
  const thumb = useRef<HTMLDivElement>(null);
  const grip = useRef<number | null>(null);
  const room = () => Math.max(1, (track.current?.clientWidth ?? 0) - (thumb.current?.offsetWidth ?? 0) - 6);

  // It takes the place of the PIN's keys, and with it what the keyboard acts on.
  useEffect(() => thumb.current?.focus({ preventScroll: true }), []);

  const letGo = () => {
    grip.current = null;
    setAt(0);
  };
  const keys = (event: KeyboardEvent) => {
    if (disabled || (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft')) return;
    event.preventDefault();
    const next = at + (event.key === 'ArrowRight' ? KEY_STEP : -KEY_STEP);
    if (next < 1 - KEY_STEP / 2) return setAt(Math.max(0, next));
    letGo();
    onDone();
  };
  return (
    <div ref={track} class={`slide ${drill ? 'drill' : ''}`} aria-disabled={disabled}>
      <span class="slide-words" aria-hidden="true">
        {label} →
      </span>
      <div
        ref={thumb}
        class="slide-thumb"
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-description={disabled ? told.needPin : told.slideKeys}
        aria-disabled={disabled}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(at * 100)}
        style={{ transform: `translateX(${Math.round(at * room())}px)` }}
        onKeyDown={keys}
        onBlur={letGo}
        onPointerDown={event => {
          if (disabled) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          grip.current = event.clientX;
        }}
        onPointerMove={event => {
          if (grip.current === null) return;
          setAt(Math.min(1, Math.max(0, (event.clientX - grip.current) / room())));
        }}
        onPointerUp={event => {
          if (grip.current === null) return;
          const reached = (event.clientX - grip.current) / room() >= ENOUGH;
          letGo();
          if (reached) onDone();
        }}
        onPointerCancel={letGo}
      >
        <Icon name="next" size={36} />
      </div>
    </div>
  );
}
