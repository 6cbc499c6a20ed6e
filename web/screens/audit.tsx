// Nhật ký hệ thống: who did what to what, newest first, each line with its mark.
import { serverNow } from '../feed.ts';
import { useLoad } from '../load.ts';
import { Empty, Reading } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { paths } from '../paths.ts';
import { zone } from '../session.ts';
import { tellMoment } from '../telling.ts';
import { words } from '../words/chosen.ts';

const HASH_SHOWN = 12;

export default function Audit() {
  const told = words.value.report.audit;
  const audit = useLoad(paths.audit());
  return (
    <Screen title={told.title} back="/them" wide>
      <p>{told.intro}</p>
      <Reading of={audit}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>{told.empty}</Empty>
          ) : (
            <ol class="rows panel plain-list">
              {[...items]
                .sort((a, b) => b.seq - a.seq)
                .map(entry => (
                  <li key={entry.seq} class="row-plain">
                    <span class="row-main">
                      <span class="row-kind">
                        {entry.seq} · {tellMoment(Date.parse(entry.at), serverNow.value, zone.value, words.value)} ·{' '}
                        {entry.actor}
                      </span>
                      <b>
                        {entry.action} <span class="row-note">{entry.subject}</span>
                      </b>
                      {Object.keys(entry.detail).length > 0 && (
                        <code class="detail">{JSON.stringify(entry.detail)}</code>
                      )}
                      <span class="row-note">
                        {told.hash} <code>{entry.hash.slice(0, HASH_SHOWN)}</code>
                      </span>
                    </span>
                  </li>
                ))}
            </ol>
          )
        }
      </Reading>
    </Screen>
  );
}
