// What every page of an alert has in common: its banner says whether it is real or a drill, with a word, a colour and a pattern.
import { words } from '../words/chosen.ts';
import { Icon } from './icon.tsx';

export function Banner({ drill }: { drill: boolean }) {
  const told = words.value.alerts;
  return (
    <div class={`banner ${drill ? 'drill-hatch' : ''}`}>
      <Icon name="alarm" size={28} />
      {drill ? told.drill : told.real}
    </div>
  );
}
