// Sổ trực: what a person on duty has on this phone without a link, behind the PIN.
import { useState } from 'preact/hooks';
import { DutyBook } from '../parts/duty-book.tsx';
import { Screen } from '../parts/screen.tsx';
import { words } from '../words/chosen.ts';

export function DutyScreen() {
  const told = words.value.prepared.duty;
  const [round, setRound] = useState(0);
  return (
    <Screen
      title={told.title}
      back="/them"
      dock={
        <button type="button" class="button" onClick={() => setRound(round + 1)}>
          {told.close}
        </button>
      }
    >
      <p>{told.intro}</p>
      <DutyBook key={round} />
    </Screen>
  );
}
