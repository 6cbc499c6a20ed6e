// A button for acts that cannot be taken back: the first tap asks, the second within four seconds does.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const ASKS_FOR_MS = 4000;

export function TwoTap({
  children,
  sure,
  kind = 'danger',
  busy = false,
  onSure,
}: {
  children: ComponentChildren;
  /** What the button says before the second tap. */
  sure: string;
  kind?: string;
  busy?: boolean;
  onSure(): void;
}) {
  const [asking, ask] = useState(false);
  useEffect(() => {
    if (!asking) return;
    const timer = setTimeout(() => ask(false), ASKS_FOR_MS);
    return () => clearTimeout(timer);
  }, [asking]);
  return (
    <button
      type="button"
      class={`button ${kind} ${asking ? 'asking' : ''}`}
      disabled={busy}
      aria-live="polite"
      onClick={() => {
        if (asking) onSure();
        ask(!asking);
      }}
    >
      {asking ? sure : children}
    </button>
  );
}
