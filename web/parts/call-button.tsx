// A telephone call to a named person; without a number it says so.
import { words } from '../words/chosen.ts';
import { Icon } from './icon.tsx';

const bare = (phone: string): string => phone.replace(/[^0-9+]/g, '');

export function CallButton({
  name,
  phone,
  note,
  kind = '',
}: {
  name: string;
  phone: string | null;
  /** Whose number it is: "Trưởng thôn". */
  note?: string | undefined;
  kind?: string;
}) {
  const told = words.value.alerts.calls;
  if (!phone || bare(phone) === '') return <p class="hint">{told.noPhone(name)}</p>;
  return (
    <a class={`button ${kind}`} href={`tel:${bare(phone)}`}>
      <Icon name="phone" />
      <span>
        {told.call(name)}
        <br />
        <span class="row-note">
          {note && `${note}: `}
          <span class="call-number">{phone}</span>
        </span>
      </span>
    </a>
  );
}
