// A test of one cluster: silent, the whole path at volume 0; or audible, which asks twice.
import { useState } from 'preact/hooks';
import { command } from '../api.ts';
import { useDoing } from '../doing.ts';
import { words } from '../words/chosen.ts';
import { Failure, Said } from './notice.tsx';
import { TwoTap } from './two-tap.tsx';

/** What a test made, where the server names it. */
const broadcastOf = (answer: unknown): string =>
  typeof answer === 'object' && answer !== null && 'id' in answer && typeof answer.id === 'string' ? answer.id : '';

export function TestCluster({ id }: { id: string }) {
  const told = words.value.places.clusters;
  const doing = useDoing();
  const [sent, setSent] = useState<string | null>(null);
  const test = (silent: boolean) =>
    void doing.run(async () => setSent(broadcastOf(await command('POST', `/api/clusters/${id}/test`, { silent }))));
  return (
    <section class="panel stack" aria-labelledby="test">
      <h2 id="test">{told.test}</h2>
      <p class="hint">{told.testHint}</p>
      <Failure>{doing.failure}</Failure>
      <div class="pair">
        <button type="button" class="button" disabled={doing.busy} onClick={() => test(true)}>
          {told.testSilent}
        </button>
        <TwoTap kind="plain" busy={doing.busy} sure={told.testAudibleSure} onSure={() => test(false)}>
          {told.testAudible}
        </TwoTap>
      </div>
      <Said>{sent === null ? '' : told.testSent}</Said>
      {sent && (
        <a class="more" href={`/buoi-phat/${sent}`}>
          {told.testResult}
        </a>
      )}
    </section>
  );
}
