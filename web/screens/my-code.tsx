// Mã xác nhận của tôi: six digits for the telephone, made on this phone without a link; the key lies under the PIN.
import { useEffect, useState } from 'preact/hooks';
import { fromBase32 } from '../base32.ts';
import { useDoing } from '../doing.ts';
import { holds, makeCodeKey, openCodeKey, refreshDuty, sayLocked } from '../duty.ts';
import { linked, serverNow } from '../feed.ts';
import { Failure, Warning } from '../parts/notice.tsx';
import { PIN_LENGTH, PinPad } from '../parts/pin-pad.tsx';
import { Screen } from '../parts/screen.tsx';
import { holdsFor, STEP_MS, sixDigits } from '../six-digits.ts';
import { words } from '../words/chosen.ts';

const RADIUS = 42;
const ROUND = 2 * Math.PI * RADIUS;

function Digits({ secret }: { secret: string }) {
  const told = words.value.prepared.code;
  const [code, setCode] = useState('');
  const now = serverNow.value;
  const step = Math.floor(now / STEP_MS);
  useEffect(() => {
    const key = fromBase32(secret);
    if (!key) throw new Error('the kept key is not base32');
    let wanted = true;
    void sixDigits(key, step * STEP_MS).then(digits => wanted && setCode(digits));
    return () => {
      wanted = false;
    };
  }, [secret, step]);
  const left = Math.ceil(holdsFor(now) / 1000);
  return (
    <section class="panel stack" aria-label={told.title}>
      <p class="digits" role="status">
        {code && `${code.slice(0, 3)} ${code.slice(3)}`}
      </p>
      <svg class="ring" viewBox="0 0 96 96" aria-hidden="true">
        <circle class="whole" cx="48" cy="48" r={RADIUS} />
        <circle
          class="part"
          cx="48"
          cy="48"
          r={RADIUS}
          transform="rotate(-90 48 48)"
          stroke-dasharray={`${(ROUND * left * 1000) / STEP_MS} ${ROUND}`}
        />
      </svg>
      <p class="centre">{told.left(String(left))}</p>
      <p class="hint">{told.clock}</p>
    </section>
  );
}

export function MyCodeScreen() {
  const told = words.value.prepared.code;
  const doing = useDoing();
  const [pin, setPin] = useState('');
  const [secret, setSecret] = useState<string | null>(null);
  const [failure, setFailure] = useState('');
  const kept = holds('code');
  const act = (get: (pin: string) => Promise<string | null>) =>
    void doing.run(async () => {
      setFailure('');
      try {
        setSecret(await get(pin));
        refreshDuty(pin);
      } catch (error) {
        const said = sayLocked(error);
        if (said === null) throw error;
        setFailure(said);
      } finally {
        setPin('');
      }
    });
  const full = pin.length === PIN_LENGTH && !doing.busy;
  return (
    <Screen title={told.title} back="/them">
      <p>{told.intro}</p>
      <Warning>{told.warn}</Warning>
      {secret ? (
        <Digits secret={secret} />
      ) : (
        <div class="stack">
          <Failure>{failure || doing.failure}</Failure>
          <PinPad value={pin} onChange={setPin} />
          {kept && (
            <button type="button" class="button main huge" disabled={!full} onClick={() => act(openCodeKey)}>
              {told.show}
            </button>
          )}
          <button
            type="button"
            class={`button ${kept ? '' : 'main huge'}`}
            disabled={!full || !linked.value}
            onClick={() => act(makeCodeKey)}
          >
            {kept ? told.again : told.make}
          </button>
          <p class="hint">{told.makeHint}</p>
        </div>
      )}
    </Screen>
  );
}
