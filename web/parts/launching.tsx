// Over every page while an alert is on its way: sending, or, without an answer in five seconds, that nothing may have sounded.
import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { launch, launcher } from '../alarm.ts';
import { draft } from '../alert-draft.ts';
import { words } from '../words/chosen.ts';
import { DutyBook, type DutyPage } from './duty-book.tsx';
import { TwoTap } from './two-tap.tsx';

/** The template that is followed by the officer's own voice. */
const OWN_WORDS = 'other';

function NotConfirmed({
  id,
  pin,
  drill,
  trying,
}: {
  id: string;
  pin: string | undefined;
  drill: boolean;
  trying: boolean;
}) {
  const told = words.value.alerts.noLink;
  const [page, setPage] = useState<DutyPage | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div
      class={`over ${drill ? 'drill' : 'alarm'}`}
      role="alertdialog"
      aria-modal="true"
      aria-labelledby="not-confirmed"
    >
      <h2 id="not-confirmed" ref={heading} tabIndex={-1}>
        {told.title}
      </h2>
      <p>{told.why}</p>
      <button
        type="button"
        class={`button huge ${drill ? 'main' : 'alarm full'}`}
        disabled={trying}
        onClick={launcher.again}
      >
        {trying ? told.trying : told.again}
      </button>
      <div class="pair">
        <button type="button" class="button plain" aria-expanded={page === 'heads'} onClick={() => setPage('heads')}>
          {told.callHeads}
        </button>
        <button type="button" class="button plain" aria-expanded={page === 'codes'} onClick={() => setPage('codes')}>
          {told.onSite}
        </button>
      </div>
      {page && <DutyBook first={page} pin={pin} />}
      <TwoTap kind="plain" sure={told.giveUpSure} onSure={launcher.clear}>
        {told.giveUp}
      </TwoTap>
      <p class="row-note">{told.code(id)}</p>
    </div>
  );
}

export function Launching() {
  const { route } = useLocation();
  const now = launch.value;
  const made = now.state === 'made' ? now.made.id : null;
  const speaks = now.state === 'made' && now.body.template === OWN_WORDS;
  // Once for each alert: whoever goes on to another page afterwards is not fetched back.
  useEffect(() => {
    if (made === null) return;
    // "Khác – tôi nói trực tiếp": the ready sentence is out, the microphone is next.
    route(`/canh-bao/${made}${speaks ? '?noi' : ''}`, true);
    draft.value = null;
  }, [made]);
  if (now.state === 'sending')
    return (
      <div class="over">
        <p class="countdown" role="status">
          {words.value.alerts.send.sending}
        </p>
      </div>
    );
  if (now.state !== 'unconfirmed') return null;
  const { body } = now;
  return <NotConfirmed id={body.id ?? ''} pin={body.proof.pin} drill={body.status === 'drill'} trying={now.trying} />;
}
