// One recording: heard, read, renamed, its versions in other languages, and sent.

import { useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import type { Recording } from '../../protocol/api/recordings.ts';
import { command } from '../api.ts';
import { useDoing } from '../doing.ts';
import { chosen } from '../draft.ts';
import { serverNow } from '../feed.ts';
import { useRecording } from '../following.ts';
import { languageName } from '../languages.ts';
import { useLoad } from '../load.ts';
import { LongField, TextField } from '../parts/field.tsx';
import { LanguageField } from '../parts/language-field.tsx';
import { RecordingMark } from '../parts/mark.tsx';
import { Failure, Reading, Said } from '../parts/notice.tsx';
import { Player } from '../parts/player.tsx';
import { RecordingRow } from '../parts/recording-row.tsx';
import { Screen } from '../parts/screen.tsx';
import { TwoTap } from '../parts/two-tap.tsx';
import { UploadFile } from '../parts/upload-file.tsx';
import { paths } from '../paths.ts';
import { may, zone } from '../session.ts';
import { tellMoment, tellNumber } from '../telling.ts';
import { words } from '../words/chosen.ts';

function Versions({ of }: { of: Recording }) {
  const told = words.value.sending.library;
  const all = useLoad(paths.recordings(), message => message.t === 'recording');
  const [language, setLanguage] = useState('nut');
  const versions = (all.data?.items ?? []).filter(recording => recording.versionOf === of.id);
  return (
    <section class="panel stack" aria-labelledby="versions">
      <h2 id="versions">{told.addVersion}</h2>
      {versions.length > 0 && (
        <ul class="rows">
          {versions.map(version => (
            <li key={version.id}>
              <RecordingRow of={version} to={`/ban-ghi/${version.id}`} />
            </li>
          ))}
        </ul>
      )}
      {may('library') && (
        <>
          <LanguageField value={language} onChange={setLanguage} />
          <UploadFile
            label={`${told.upload}: ${languageName(language, words.value)}`}
            language={language}
            versionOf={of.id}
            onUploaded={all.reload}
          />
        </>
      )}
    </section>
  );
}

function Detail({ of, onChanged }: { of: Recording; onChanged(): void }) {
  const told = words.value.sending;
  const { route } = useLocation();
  const doing = useDoing();
  const [title, setTitle] = useState(of.title);
  const [text, setText] = useState(of.text ?? '');
  const [saved, setSaved] = useState(false);
  const changed = title.trim() !== of.title || text !== (of.text ?? '');
  return (
    <div class="columns">
      <div class="stack">
        <section class="panel stack" aria-label={of.title}>
          <p class="marks">
            <RecordingMark state={of.state} />
            <span class="badge">{languageName(of.language, words.value)}</span>
            {of.voice && <span class="badge">{words.value.sending.speech.machine}</span>}
          </p>
          {of.state === 'ready' && (
            <Player src={paths.audio(of.id)} title={of.title} durationMs={of.durationMs} waveform={of.waveform} />
          )}
          {of.state === 'processing' && (
            <p role="status">
              {told.processing(`${Math.round(of.progress * 100)} %`)}
              <progress aria-label={told.processing('')} max={1} value={of.progress} />
            </p>
          )}
          {of.state === 'failed' && <Failure>{of.error?.message ?? told.processingFailed}</Failure>}
          <p class="row-note">
            {[
              told.library.by(
                of.createdBy,
                tellMoment(Date.parse(of.createdAt), serverNow.value, zone.value, words.value),
              ),
              of.loudnessLufs === null ? '' : told.library.loudness(tellNumber(of.loudnessLufs, words.value, 1)),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </section>
        {of.spokenText && (
          <section class="panel" aria-labelledby="spoken">
            <h2 id="spoken">{told.speech.spoken}</h2>
            <p class="prose">{of.spokenText}</p>
          </section>
        )}
        {of.versionOf === null && <Versions of={of} />}
      </div>
      <div class="stack">
        <TextField label={told.title} value={title} maxlength={200} onChange={setTitle} />
        <LongField label={told.library.text} rows={8} value={text} onChange={setText} />
        <Failure>{doing.failure}</Failure>
        {may('library') && (
          <button
            type="button"
            class="button"
            disabled={doing.busy || !changed || title.trim() === ''}
            onClick={() =>
              void doing.run(async () => {
                await command('PATCH', paths.recording(of.id), { title: title.trim(), text });
                setSaved(true);
                onChanged();
              })
            }
          >
            {words.value.common.save}
          </button>
        )}
        <Said>{saved && !changed ? words.value.common.saved : ''}</Said>
        {may('library') && (
          <TwoTap
            kind="plain"
            busy={doing.busy}
            sure={words.value.common.removeSure}
            onSure={() =>
              void doing.run(async () => {
                await command('DELETE', paths.recording(of.id));
                route('/ban-ghi', true);
              })
            }
          >
            {words.value.common.remove}
          </TwoTap>
        )}
      </div>
    </div>
  );
}

export default function RecordingPage() {
  const { params } = useRoute();
  const { route } = useLocation();
  const told = words.value.sending.library;
  const recording = useRecording(params.id ?? '');
  const data = recording.data;
  return (
    <Screen
      title={data?.title ?? told.title}
      back="/ban-ghi"
      wide
      dock={
        data?.state === 'ready' &&
        data.versionOf === null &&
        may('announce') && (
          <button
            type="button"
            class="button main huge"
            onClick={() => {
              chosen.value = { kind: 'recording', recordingId: data.id, title: data.title, ready: true };
              route('/phat/o-dau');
            }}
          >
            {told.announce}
          </button>
        )
      }
    >
      <Reading of={recording}>{of => <Detail key={of.id} of={of} onChanged={recording.reload} />}</Reading>
    </Screen>
  );
}
