// Thư viện bản ghi: everything that can be played, newest first.

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { useLoad } from '../load.ts';
import { TextField } from '../parts/field.tsx';
import { Empty, Reading } from '../parts/notice.tsx';
import { RecordingRow } from '../parts/recording-row.tsx';
import { Screen } from '../parts/screen.tsx';
import { UploadFile } from '../parts/upload-file.tsx';
import { paths } from '../paths.ts';
import { matches } from '../searching.ts';
import { may } from '../session.ts';
import { words } from '../words/chosen.ts';

const SEARCH_FROM = 8;

export default function Recordings() {
  const told = words.value.sending.library;
  const { route } = useLocation();
  const recordings = useLoad(paths.recordings(), message => message.t === 'recording');
  const [sought, seek] = useState('');
  return (
    <Screen
      title={told.title}
      back="/them"
      wide
      dock={may('library') && <UploadFile onUploaded={({ id }) => route(`/ban-ghi/${id}`)} />}
    >
      <Reading of={recordings}>
        {({ items }) => {
          if (items.length === 0) return <Empty>{told.empty}</Empty>;
          const shown = items
            .filter(recording => matches(sought, recording.title, recording.text ?? ''))
            .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
          return (
            <div class="stack">
              {items.length >= SEARCH_FROM && (
                <TextField label={told.search} type="search" value={sought} onChange={seek} />
              )}
              <ul class="rows panel two">
                {shown.map(recording => (
                  <li key={recording.id}>
                    <RecordingRow of={recording} to={`/ban-ghi/${recording.id}`} />
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
