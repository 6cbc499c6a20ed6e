// A state as people must be able to see it: a word, a shape and a colour, together, never one alone.
import type { ComponentChildren } from 'preact';
import type { AlertState, Sentence } from '../../protocol/api/alerts.ts';
import type { Proposal } from '../../protocol/api/warnings.ts';
import type { BroadcastClass } from '../../protocol/class.ts';
import type { DeliveryState } from '../../protocol/delivery.ts';
import type { PresenceState } from '../../protocol/feed.ts';
import type { ApprovalState } from '../approval.ts';
import { type Group, groupOf } from '../grouping.ts';
import { words } from '../words/chosen.ts';

type Shape = 'tick' | 'waves' | 'half' | 'cross' | 'question' | 'hollow' | 'bar' | 'dot';
type Tone = 'good' | 'live' | 'warn' | 'bad' | 'quiet' | 'alarm' | 'drill';

/** Shapes differ in outline, so that they hold without colour and in bright sun. */
function Figure({ shape }: { shape: Shape }) {
  return (
    <svg class="figure" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      {shape === 'tick' && (
        <>
          <circle class="fill" cx="10" cy="10" r="9" />
          <path class="on" d="M5.5 10.5l3 3 6-6.5" />
        </>
      )}
      {shape === 'dot' && <circle class="fill" cx="10" cy="10" r="7" />}
      {shape === 'waves' && <path class="thick" d="M3 8v4M7.7 4.5v11M12.3 2.5v15M17 7v6" />}
      {shape === 'half' && (
        <>
          <circle class="line" cx="10" cy="10" r="8" />
          <path class="fill" d="M10 2a8 8 0 0 1 0 16z" />
        </>
      )}
      {shape === 'cross' && (
        <>
          <rect class="fill" x="1.5" y="1.5" width="17" height="17" rx="2" />
          <path class="on" d="M6 6l8 8M14 6l-8 8" />
        </>
      )}
      {shape === 'question' && (
        <>
          <circle class="line dashed" cx="10" cy="10" r="8" />
          <path class="thin" d="M7.8 8a2.3 2.3 0 1 1 3.3 2.1c-.8.4-1.1.9-1.1 1.7M10 14.3v.2" />
        </>
      )}
      {shape === 'hollow' && <circle class="line" cx="10" cy="10" r="7" />}
      {shape === 'bar' && <path class="thick" d="M3 10h14" />}
    </svg>
  );
}

function Mark({ shape, tone, children }: { shape: Shape; tone: Tone; children: ComponentChildren }) {
  return (
    <span class={`mark ${tone}`}>
      <Figure shape={shape} />
      <span>{children}</span>
    </span>
  );
}

const GROUP: Record<Group, [Shape, Tone]> = {
  played: ['tick', 'good'],
  playing: ['waves', 'live'],
  interrupted: ['half', 'warn'],
  notPlayed: ['cross', 'bad'],
  unconfirmed: ['question', 'warn'],
  waiting: ['hollow', 'quiet'],
};

export function DeliveryMark({ state }: { state: DeliveryState }) {
  const [shape, tone] = state === 'cancelled' ? (['bar', 'quiet'] as const) : GROUP[groupOf(state)];
  return (
    <Mark shape={shape} tone={tone}>
      {words.value.state[state]}
    </Mark>
  );
}

export function GroupMark({ group }: { group: Group }) {
  const [shape, tone] = GROUP[group];
  return (
    <Mark shape={shape} tone={tone}>
      {words.value.report.counts[group]}
    </Mark>
  );
}

const PRESENCE: Record<PresenceState, [Shape, Tone]> = {
  online: ['tick', 'good'],
  silent: ['question', 'warn'],
  lost: ['cross', 'bad'],
  never: ['hollow', 'quiet'],
};

/** A fault outweighs being online; a revoked box is neither. */
export function PresenceMark({
  state,
  fault = false,
  revoked = false,
}: {
  state: PresenceState;
  fault?: boolean;
  revoked?: boolean;
}) {
  const told = words.value.presence;
  if (revoked)
    return (
      <Mark shape="bar" tone="quiet">
        {told.revoked}
      </Mark>
    );
  if (fault && state === 'online')
    return (
      <Mark shape="half" tone="warn">
        {told.fault}
      </Mark>
    );
  const [shape, tone] = PRESENCE[state];
  return (
    <Mark shape={shape} tone={tone}>
      {told[state]}
    </Mark>
  );
}

const APPROVAL: Record<ApprovalState, [Shape, Tone]> = {
  draft: ['hollow', 'quiet'],
  awaiting: ['question', 'warn'],
  returned: ['half', 'warn'],
  approved: ['tick', 'good'],
};

export function ApprovalMark({ state }: { state: ApprovalState }) {
  const [shape, tone] = APPROVAL[state];
  return (
    <Mark shape={shape} tone={tone}>
      {words.value.approval[state]}
    </Mark>
  );
}

export function PhaseMark({ phase }: { phase: 'waiting' | 'sounding' | 'over' }) {
  const [shape, tone]: [Shape, Tone] =
    phase === 'sounding' ? ['waves', 'live'] : phase === 'waiting' ? ['hollow', 'quiet'] : ['dot', 'quiet'];
  return (
    <Mark shape={shape} tone={tone}>
      {words.value.report.phase[phase]}
    </Mark>
  );
}

export function RecordingMark({ state }: { state: 'processing' | 'ready' | 'failed' }) {
  const [shape, tone]: [Shape, Tone] =
    state === 'ready' ? ['tick', 'good'] : state === 'failed' ? ['cross', 'bad'] : ['hollow', 'quiet'];
  return (
    <Mark shape={shape} tone={tone}>
      {words.value.sending.library.state[state]}
    </Mark>
  );
}

const ALERT: Record<AlertState, [Shape, Tone]> = {
  awaiting: ['question', 'warn'],
  live: ['waves', 'alarm'],
  silenced: ['half', 'alarm'],
  withdrawn: ['tick', 'good'],
  corrected: ['tick', 'warn'],
  ended: ['dot', 'quiet'],
  dropped: ['bar', 'quiet'],
};

export function AlertMark({ state, drill }: { state: AlertState; drill: boolean }) {
  const [shape, tone] = ALERT[state];
  return (
    <Mark shape={shape} tone={drill && tone === 'alarm' ? 'drill' : tone}>
      {drill && state === 'live' ? words.value.alerts.drilling : words.value.alerts.state[state]}
    </Mark>
  );
}

const PROPOSAL: Record<Proposal['state'], [Shape, Tone]> = {
  open: ['question', 'warn'],
  accepted: ['tick', 'good'],
  rejected: ['bar', 'quiet'],
  replaced: ['half', 'quiet'],
  cancelled: ['cross', 'quiet'],
  outdated: ['dot', 'quiet'],
};

export function ProposalMark({ state }: { state: Proposal['state'] }) {
  const [shape, tone] = PROPOSAL[state];
  return (
    <Mark shape={shape} tone={tone}>
      {words.value.prepared.proposals.state[state]}
    </Mark>
  );
}

const VOICE: Record<Sentence['voice'], [Shape, Tone]> = {
  human: ['tick', 'good'],
  machine: ['half', 'warn'],
  draft: ['question', 'warn'],
  none: ['cross', 'bad'],
};

export function SentenceMark({ voice }: { voice: Sentence['voice'] }) {
  const [shape, tone] = VOICE[voice];
  return (
    <Mark shape={shape} tone={tone}>
      {words.value.prepared.sentences.voice[voice]}
    </Mark>
  );
}

/** Normal is the usual thing and needs no badge of its own colour. */
export function ClassMark({ of }: { of: BroadcastClass }) {
  return <span class={`badge class-${of}`}>{words.value.class[of]}</span>;
}
