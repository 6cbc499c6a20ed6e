// Chọn bản ghi: from the library or from a file on this phone.

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { chosen } from '../draft.ts';
import { useLoad } from '../load.ts';
import { TextField } from '../parts/field.tsx';
import { Empty, Reading } from '../parts/notice.tsx';
import { RecordingRow } from '../parts/recording-row.tsx';
import { Screen } from '../parts/screen.tsx';
import { UploadFile } from '../parts/upload-file.tsx';
import { paths } from '../paths.ts';
import { matches } from '../searching.ts';
import { words } from '../words/chosen.ts';

const SEARCH_FROM = 8;

export default function Choose() {
  const told = words.value.sending;
  const { route } = useLocation();
  const recordings = useLoad(paths.recordings(), message => message.t === 'recording');
  const [sought, seek] = useState('');
  const take = (recording: { id: string; title: string; state?: string }) => {
    chosen.value = {
      kind: 'recording',
      recordingId: recording.id,
      title: recording.title,
      ready: recording.state === 'ready',
    };
    route('/phat/o-dau');
  };
  return (
    <Screen title={told.choose} back="/phat" focus dock={<UploadFile onUploaded={take} />}>
      <Reading of={recordings}>
        {({ items }) => {
          const usable = items.filter(recording => recording.versionOf === null && recording.state !== 'failed');
          const found = usable.filter(recording => matches(sought, recording.title, recording.text ?? ''));
          if (usable.length === 0) return <Empty>{told.library.empty}</Empty>;
          return (
            <div class="stack">
              {usable.length >= SEARCH_FROM && (
                <TextField label={told.library.search} type="search" value={sought} onChange={seek} />
              )}
              <ul class="rows panel">
                {found.map(recording => (
                  <li key={recording.id}>
                    <RecordingRow of={recording} onTake={() => take(recording)} />
                  </li>
                ))}
              </ul>
            </div>
          );
        }}
      </Reading>
    </Screen>
  );
}
