// Chương trình: the rundowns that are used again; each can be sent at once or changed.
import { useLocation } from 'preact-iso';
import type { Programme } from '../../protocol/api/broadcasts.ts';
import { chosen } from '../draft.ts';
import { useLoad } from '../load.ts';
import { Icon } from '../parts/icon.tsx';
import { Empty, Reading } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { paths } from '../paths.ts';
import { may } from '../session.ts';
import { tellNumber, tellTrack } from '../telling.ts';
import { words } from '../words/chosen.ts';

function Line({ of }: { of: Programme }) {
  const told = words.value.sending.programmes;
  const { route } = useLocation();
  return (
    <li class="panel">
      <a class="row" href={`/chuong-trinh/${of.id}`}>
        <span class="row-main">
          <b>{of.name}</b>
          <span class="row-note">
            {[
              told.items(tellNumber(of.items.length, words.value)),
              of.durationMs === null ? told.unknown : tellTrack(of.durationMs),
            ].join(' · ')}
          </span>
        </span>
        <span class="row-go">{words.value.common.edit}</span>
      </a>
      {may('announce') && of.durationMs !== null && (
        <button
          type="button"
          class="button"
          onClick={() => {
            chosen.value = { kind: 'programme', programmeId: of.id, title: of.name, durationMs: of.durationMs };
            route('/phat/o-dau');
          }}
        >
          <Icon name="horn" />
          {told.announce}
        </button>
      )}
    </li>
  );
}

export default function Programmes() {
  const told = words.value.sending.programmes;
  const programmes = useLoad(paths.programmes());
  return (
    <Screen
      title={told.title}
      back="/phat"
      dock={
        may('library') && (
          <a class="button main huge" href="/chuong-trinh/moi">
            <Icon name="plus" />
            {told.create}
          </a>
        )
      }
    >
      <Reading of={programmes}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>{told.empty}</Empty>
          ) : (
            <ul class="stack plain-list">
              {items.map(programme => (
                <Line key={programme.id} of={programme} />
              ))}
            </ul>
          )
        }
      </Reading>
    </Screen>
  );
}
