// A one-time address, made when it is asked for, and handed on by the phone's own ways: message, Zalo, or copied.
import { useState } from 'preact/hooks';
import { useDoing } from '../doing.ts';
import { words } from '../words/chosen.ts';
import { Failure, Said } from './notice.tsx';

export function ShareLink({ label, make }: { label: string; make(): Promise<{ url: string }> }) {
  const told = words.value.alerts.wait;
  const doing = useDoing();
  const [url, setUrl] = useState('');
  const [copied, setCopied] = useState(false);
  if (url === '')
    return (
      <>
        <Failure>{doing.failure}</Failure>
        <button
          type="button"
          class="button"
          disabled={doing.busy}
          onClick={() => void doing.run(async () => setUrl(new URL((await make()).url, location.origin).href))}
        >
          {label}
        </button>
      </>
    );
  return (
    <div class="stack">
      <p class="hint">{label}</p>
      <code class="command">{url}</code>
      <div class="pair">
        <button
          type="button"
          class="button"
          onClick={() => {
            navigator.clipboard?.writeText(url).then(
              () => setCopied(true),
              error => console.warn('cannot copy', error),
            );
          }}
        >
          {told.copy}
        </button>
        {'share' in navigator && (
          <button
            type="button"
            class="button"
            onClick={() => {
              // Whoever closes the phone's sheet has decided not to share.
              navigator.share({ url }).catch(error => console.info('not shared', error));
            }}
          >
            {told.share}
          </button>
        )}
      </div>
      <Said>{copied ? told.copied : ''}</Said>
    </div>
  );
}
