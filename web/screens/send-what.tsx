// "Phát gì?": speak, type, choose, or a programme; what was made last is one tap away.
import { useLocation } from 'preact-iso';
import { chosen } from '../draft.ts';
import { serverNow } from '../feed.ts';
import { useLoad } from '../load.ts';
import { Icon, type IconName } from '../parts/icon.tsx';
import { Screen } from '../parts/screen.tsx';
import { paths } from '../paths.ts';
import { zone } from '../session.ts';
import { tellMoment, tellTrack } from '../telling.ts';
import { words } from '../words/chosen.ts';

const RECENT = 5;

function Way({ to, icon, name, hint }: { to: string; icon: IconName; name: string; hint: string }) {
  return (
    <a class="way" href={to}>
      <Icon name={icon} size={36} />
      <span>
        <b>{name}</b>
        <span class="row-note">{hint}</span>
      </span>
    </a>
  );
}

export default function What() {
  const told = words.value;
  const { route } = useLocation();
  const recordings = useLoad(paths.recordings(), message => message.t === 'recording');
  const recent = (recordings.data?.items ?? [])
    .filter(recording => recording.state === 'ready' && recording.versionOf === null)
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt))
    .slice(0, RECENT);
  return (
    <Screen title={told.sending.what} back="/" focus>
      <nav class="ways" aria-label={told.sending.what}>
        <Way to="/phat/ghi-am" icon="mic" name={told.sending.record} hint={told.sending.recordHint} />
        <Way to="/phat/go-chu" icon="type" name={told.sending.type} hint={told.sending.typeHint} />
        <Way to="/phat/ban-ghi" icon="files" name={told.sending.choose} hint={told.sending.chooseHint} />
        <Way to="/chuong-trinh" icon="rundown" name={told.sending.programme} hint={told.sending.programmeHint} />
      </nav>
      {recent.length > 0 && (
        <section class="panel" aria-labelledby="recent">
          <h2 id="recent">{told.sending.recent}</h2>
          <ul class="rows">
            {recent.map(recording => (
              <li key={recording.id}>
                <button
                  type="button"
                  class="row"
                  onClick={() => {
                    chosen.value = {
                      kind: 'recording',
                      recordingId: recording.id,
                      title: recording.title,
                      ready: true,
                    };
                    route('/phat/o-dau');
                  }}
                >
                  <span class="row-main">
                    <b>{recording.title}</b>
                    <span class="row-note">
                      {[
                        recording.durationMs === null ? '' : tellTrack(recording.durationMs),
                        recording.voice === null ? '' : told.sending.speech.machine,
                        tellMoment(Date.parse(recording.createdAt), serverNow.value, zone.value, told),
                      ]
                        .filter(Boolean)
                        .join(' · ')}
                    </span>
                  </span>
                  <Icon name="next" />
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Screen>
  );
}
