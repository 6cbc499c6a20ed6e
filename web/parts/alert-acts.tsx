// Three acts that must never be mixed up, each by one person with two taps: silence, all clear, correction. A drill has its end.
import type { Alert } from '../../protocol/api/alerts.ts';
import { command } from '../api.ts';
import { useDoing } from '../doing.ts';
import { paths } from '../paths.ts';
import { words } from '../words/chosen.ts';
import { Failure } from './notice.tsx';
import { TwoTap } from './two-tap.tsx';

export function AlertActs({ of, onChanged }: { of: Alert; onChanged(): void }) {
  const told = words.value.alerts.live;
  const doing = useDoing();
  const act = (verb: 'silence' | 'withdraw' | 'correct') =>
    void doing.run(async () => {
      await command('POST', `${paths.alert(of.id)}/${verb}`, {});
      onChanged();
    });
  const drill = of.status === 'drill';
  return (
    <section class="stack" aria-label={told.acts}>
      <Failure>{doing.failure}</Failure>
      {of.state !== 'silenced' && (
        <div>
          <TwoTap kind="danger" busy={doing.busy} sure={told.sure} onSure={() => act('silence')}>
            {told.silence}
          </TwoTap>
          <p class="hint">{told.silenceNote}</p>
        </div>
      )}
      <div>
        <TwoTap kind={drill ? 'main' : ''} busy={doing.busy} sure={told.sure} onSure={() => act('withdraw')}>
          {drill ? told.endDrill : told.withdraw}
        </TwoTap>
        <p class="hint">{drill ? told.endDrillNote : told.withdrawNote}</p>
      </div>
      {!drill && (
        <div>
          <TwoTap kind="plain" busy={doing.busy} sure={told.sure} onSure={() => act('correct')}>
            {told.correct}
          </TwoTap>
          <p class="hint">{told.correctNote}</p>
        </div>
      )}
    </section>
  );
}

/** Nothing has sounded yet: whoever asked needs no second word any more. */
export function DropAlert({ of, onChanged }: { of: Alert; onChanged(): void }) {
  const told = words.value.alerts.wait;
  const doing = useDoing();
  return (
    <>
      <Failure>{doing.failure}</Failure>
      <TwoTap
        kind="plain"
        busy={doing.busy}
        sure={told.dropSure}
        onSure={() =>
          void doing.run(async () => {
            await command('POST', `${paths.alert(of.id)}/withdraw`, {});
            onChanged();
          })
        }
      >
        {told.drop}
      </TwoTap>
    </>
  );
}
