// What a page says back: a failure, a warning, a done thing; read aloud where it matters.
import type { ComponentChildren } from 'preact';
import type { Loaded } from '../load.ts';
import { words } from '../words/chosen.ts';
import { Icon } from './icon.tsx';

export function Failure({ children }: { children: ComponentChildren }) {
  if (!children) return null;
  return (
    <p class="notice bad" role="alert">
      <Icon name="warning" />
      <span>{children}</span>
    </p>
  );
}

export function Warning({ children }: { children: ComponentChildren }) {
  return (
    <div class="notice warn">
      <Icon name="warning" />
      <div>{children}</div>
    </div>
  );
}

/** Always in the page, so that its change is announced. */
export function Said({ children }: { children: ComponentChildren }) {
  return (
    <p class={children ? 'notice good' : 'unseen'} role="status">
      {children && <Icon name="check" />}
      <span>{children}</span>
    </p>
  );
}

export function Empty({ children }: { children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}

/** Around what was read: waiting, failed with nothing to show, or the thing itself (with the failure above it). */
export function Reading<T>({ of, children }: { of: Loaded<T>; children: (data: T) => ComponentChildren }) {
  const told = words.value.common;
  if (of.data !== undefined)
    return (
      <>
        {of.failure && <Failure>{of.failure}</Failure>}
        {children(of.data)}
      </>
    );
  if (of.failure)
    return (
      <div class="stack">
        <Failure>{of.failure}</Failure>
        <button type="button" class="button" onClick={of.reload}>
          {told.retry}
        </button>
      </div>
    );
  return (
    <p class="empty" role="status">
      {told.loading}
    </p>
  );
}
