// Six digits of a PIN: big keys for a wet thumb, and a field that takes a keyboard; nothing is shown or kept.
import { useEffect, useId, useRef } from 'preact/hooks';
import { words } from '../words/chosen.ts';

export const PIN_LENGTH = 6;

export function PinPad({
  label,
  value,
  focus = false,
  onChange,
}: {
  label?: string;
  value: string;
  /** It was opened by a tap: the keyboard is led there as well. */
  focus?: boolean;
  onChange(pin: string): void;
}) {
  const told = words.value.alerts.send;
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (focus) field.current?.focus({ preventScroll: true });
  }, [focus]);
  const put = (text: string) => onChange(text.replace(/\D/g, '').slice(0, PIN_LENGTH));
  return (
    <div class="pin">
      <label for={id}>{label ?? told.pin}</label>
      <input
        ref={field}
        id={id}
        type="password"
        // The keys below are the keyboard; the phone's own would cover them.
        inputMode="none"
        autocomplete="off"
        maxLength={PIN_LENGTH}
        value={value}
        onInput={event => put(event.currentTarget.value)}
      />
      <span class="unseen" role="status">
        {told.digits(String(value.length))}
      </span>
      <div class="pin-keys">
        {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map(digit => (
          <button key={digit} type="button" onClick={() => put(value + digit)}>
            {digit}
          </button>
        ))}
        <span />
        <button type="button" onClick={() => put(`${value}0`)}>
          0
        </button>
        <button type="button" aria-label={told.erase} onClick={() => onChange(value.slice(0, -1))}>
          ⌫
        </button>
      </div>
    </div>
  );
}
