// Chưa gửi: what waits on this phone for a link, why, and the two things that can be done with it.

import { useDoing } from '../doing.ts';
import { lost, serverNow } from '../feed.ts';
import type { Waiting } from '../outbox.ts';
import { questionOf } from '../outbox.ts';
import { Icon } from '../parts/icon.tsx';
import { Empty, Failure } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { TwoTap } from '../parts/two-tap.tsx';
import { me, zone } from '../session.ts';
import { tellMoment } from '../telling.ts';
import { outbox, unsent } from '../waiting.ts';
import { words } from '../words/chosen.ts';

function Line({ of }: { of: Waiting }) {
  const told = words.value.sending;
  const doing = useDoing();
  const now = serverNow.value;
  const question = questionOf(of, now);
  return (
    <li class="panel stack">
      <div class="row-plain">
        <Icon name="waiting" />
        <span class="row-main">
          <b>{of.body.title}</b>
          <span class="row-note">
            {[
              of.place,
              of.body.startAt === undefined
                ? told.now
                : tellMoment(Date.parse(of.body.startAt), now, zone.value, words.value),
              tellMoment(of.madeAt, now, zone.value, words.value),
            ].join(' · ')}
          </span>
          <span>
            {question === null
              ? told.outbox.waiting
              : question === 'refused'
                ? `${told.outbox.ask.refused} ${of.refusal}`
                : told.outbox.ask[question]}
          </span>
        </span>
      </div>
      <Failure>{doing.failure}</Failure>
      {question !== null && of.accountId === me.value?.id && (
        <button
          type="button"
          class="button main"
          disabled={doing.busy || lost.value}
          onClick={() =>
            void doing.run(async () => {
              await outbox.sendNow(of.id);
            })
          }
        >
          {told.outbox.sendNow}
        </button>
      )}
      <TwoTap kind="plain" sure={words.value.common.removeSure} onSure={() => outbox.drop(of.id)}>
        {told.outbox.drop}
      </TwoTap>
    </li>
  );
}

export default function Unsent() {
  const told = words.value.sending.outbox;
  return (
    <Screen title={told.title} back="/">
      <p>{told.why}</p>
      {unsent.value.length === 0 ? (
        <Empty>{told.empty}</Empty>
      ) : (
        <ul class="stack plain-list">
          {unsent.value.map(waiting => (
            <Line key={waiting.id} of={waiting} />
          ))}
        </ul>
      )}
    </Screen>
  );
}
