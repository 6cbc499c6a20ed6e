// The frame of every page: title and age of the figures above, the page between, the main acts within the thumb's reach.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { words } from '../words/chosen.ts';
import { Freshness } from './freshness.tsx';
import { Icon } from './icon.tsx';
import { AlertStrip } from './strip.tsx';

let opened = 0;

export function Screen({
  title,
  back,
  dock,
  lead,
  focus = false,
  wide = false,
  children,
}: {
  title: string;
  /** Where the arrow leads. */
  back?: string;
  /** The acts at the bottom. */
  dock?: ComponentChildren;
  /** Beside the title. */
  lead?: ComponentChildren;
  /** A flow of its own: the tabs stay away on a phone. */
  focus?: boolean;
  wide?: boolean;
  children: ComponentChildren;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // A new page is announced by its heading; the very first keeps the browser's own start.
    if (opened++ > 0) heading.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, []);
  useEffect(() => {
    document.title = `${title} – Loa`;
  }, [title]);
  return (
    <div class={`screen ${focus ? 'focus' : ''} ${wide ? 'wide' : ''}`}>
      <header class="bar">
        {back !== undefined && (
          <a class="bar-back" href={back} aria-label={words.value.common.back}>
            <Icon name="back" size={28} />
          </a>
        )}
        <div class="bar-title">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          <Freshness />
        </div>
        {lead}
      </header>
      <AlertStrip />
      <main id="main" class="main-part">
        <div class="page">{children}</div>
        {dock && <div class="dock">{dock}</div>}
      </main>
    </div>
  );
}
