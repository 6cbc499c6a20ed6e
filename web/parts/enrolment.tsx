// Letting a box in: a code that works once and for minutes, as letters, as a picture, and as the command to run.
import { useState } from 'preact/hooks';
import type { Cluster } from '../../protocol/api/places.ts';
import { command } from '../api.ts';
import { useDoing } from '../doing.ts';
import { serverNow } from '../feed.ts';
import { tellTrack } from '../telling.ts';
import { words } from '../words/chosen.ts';
import { Failure, Said } from './notice.tsx';
import { Qr } from './qr.tsx';
import { TwoTap } from './two-tap.tsx';

interface Code {
  code: string;
  expiresAt: string;
}

function CodeCard({ of }: { of: Code }) {
  const told = words.value.places.clusters;
  const [copied, setCopied] = useState(false);
  const left = Date.parse(of.expiresAt) - serverNow.value;
  if (left <= 0) return <Failure>{told.expired}</Failure>;
  const line = `npm run agent -- --server ${location.origin} --code ${of.code} --data ./loa-agent --speaker alsa:default`;
  return (
    <div class="stack">
      <Qr text={of.code} label={told.qr} />
      <p class="code">
        <span class="unseen">{told.code}: </span>
        {of.code}
      </p>
      <p role="timer">{told.expires(tellTrack(left))}</p>
      <p class="hint">{told.command}</p>
      <code class="command">{line}</code>
      <button
        type="button"
        class="button"
        onClick={() => {
          navigator.clipboard?.writeText(line).then(
            () => setCopied(true),
            error => console.warn('cannot copy', error),
          );
        }}
      >
        {told.copy}
      </button>
      <Said>{copied ? told.copied : ''}</Said>
    </div>
  );
}

export function Enrolment({ of, onChanged }: { of: Cluster; onChanged(): void }) {
  const told = words.value.places.clusters;
  const doing = useDoing();
  const [code, setCode] = useState<Code | null>(null);
  return (
    <section class="panel stack" aria-labelledby="enrol">
      <h2 id="enrol">{told.enrol}</h2>
      {of.enrolled && !of.revoked && <p>{told.enrolled}</p>}
      <p class="hint">{told.enrolHint}</p>
      <Failure>{doing.failure}</Failure>
      {code && <CodeCard of={code} />}
      <button
        type="button"
        class="button"
        disabled={doing.busy}
        onClick={() =>
          void doing.run(async () => setCode(await command<Code>('POST', `/api/clusters/${of.id}/enrolment`)))
        }
      >
        {told.getCode}
      </button>
      {of.enrolled && !of.revoked && (
        <TwoTap
          kind="plain"
          busy={doing.busy}
          sure={told.revokeSure}
          onSure={() =>
            void doing.run(async () => {
              await command('POST', `/api/clusters/${of.id}/revoke`);
              onChanged();
            })
          }
        >
          {told.revoke}
        </TwoTap>
      )}
    </section>
  );
}
