// Ghi âm: one tap to speak, one to stop; the words to read stand large above; hear it, then take it or speak again.

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { sayFailure } from '../api.ts';
import { chosen } from '../draft.ts';
import { clock, serverNow } from '../feed.ts';
import { LongField, TextField } from '../parts/field.tsx';
import { Icon } from '../parts/icon.tsx';
import { LanguageField } from '../parts/language-field.tsx';
import { Level } from '../parts/level.tsx';
import { Failure } from '../parts/notice.tsx';
import { Player } from '../parts/player.tsx';
import { Screen } from '../parts/screen.tsx';
import { canRecord, type Recording, startRecording, type Take } from '../recorder.ts';
import { zone } from '../session.ts';
import { tellMoment, tellTrack } from '../telling.ts';
import { upload } from '../upload.ts';
import { words } from '../words/chosen.ts';

function Running({ recording }: { recording: Recording }) {
  const told = words.value.sending.recorder;
  // Drawn again each second by the clock.
  void clock.value;
  return (
    <>
      <p class="record-time" role="timer">
        {tellTrack(recording.elapsedMs())}
      </p>
      <p class="centre">{told.running}</p>
      <Level read={recording.level} />
    </>
  );
}

function RecordButton({ running, onTap }: { running: boolean; onTap(): void }) {
  const told = words.value.sending.recorder;
  return (
    <button type="button" class={`record ${running ? 'running' : ''}`} aria-pressed={running} onClick={onTap}>
      <Icon name={running ? 'stop' : 'mic'} size={40} />
      <span>{running ? told.stop : told.start}</span>
    </button>
  );
}

export default function Record() {
  const told = words.value.sending;
  const { route } = useLocation();
  const [recording, setRecording] = useState<Recording | null>(null);
  const [take, setTake] = useState<Take | null>(null);
  const [text, setText] = useState('');
  const [title, setTitle] = useState('');
  const [language, setLanguage] = useState('vi');
  const [failure, setFailure] = useState('');
  const [progress, setProgress] = useState<number | null>(null);
  const heard = useMemo(() => (take ? URL.createObjectURL(take.blob) : ''), [take]);
  useEffect(() => () => URL.revokeObjectURL(heard), [heard]);

  const running = useRef<Recording | null>(null);
  useEffect(() => () => running.current?.cancel(), []);

  const tap = async () => {
    setFailure('');
    if (recording) {
      running.current = null;
      setRecording(null);
      setTake(await recording.stop());
      return;
    }
    try {
      setTake(null);
      running.current = await startRecording();
      setRecording(running.current);
    } catch (error) {
      console.warn('no microphone', error);
      setFailure(told.recorder.denied);
    }
  };

  const use = async () => {
    if (!take || progress !== null) return;
    setFailure('');
    setProgress(0);
    const name = title.trim() || told.untitled(tellMoment(serverNow.value, serverNow.value, zone.value, words.value));
    try {
      const { id } = await upload(
        { file: take.blob, fileName: take.fileName, title: name, language, text },
        setProgress,
      );
      chosen.value = { kind: 'recording', recordingId: id, title: name, ready: false };
      route('/phat/o-dau');
    } catch (error) {
      setFailure(`${told.recorder.uploadFailed} ${sayFailure(error)}`);
      setProgress(null);
    }
  };

  if (!canRecord())
    return (
      <Screen title={told.record} back="/phat" focus>
        <Failure>{told.recorder.unsupported}</Failure>
        <a class="button main" href="/phat/ban-ghi">
          {told.library.upload}
        </a>
      </Screen>
    );

  return (
    <Screen
      title={told.record}
      back="/phat"
      focus
      dock={
        take ? (
          <>
            {progress !== null && <progress aria-label={told.recorder.uploading('')} max={1} value={progress} />}
            <button type="button" class="button main huge" disabled={progress !== null} onClick={() => void use()}>
              {progress !== null
                ? told.recorder.uploading(`${Math.round(progress * 100)} %`)
                : failure
                  ? told.recorder.tryUpload
                  : told.recorder.use}
            </button>
            <button type="button" class="button" disabled={progress !== null} onClick={() => void tap()}>
              {told.recorder.again}
            </button>
          </>
        ) : (
          <RecordButton running={recording !== null} onTap={() => void tap()} />
        )
      }
    >
      <Failure>{failure}</Failure>
      {recording ? (
        <>
          <Running recording={recording} />
          {text && <p class="prompter">{text}</p>}
        </>
      ) : (
        <div class="stack">
          {take ? (
            <Player src={heard} title={told.record} durationMs={take.durationMs} />
          ) : (
            <p class="lead">{told.recorder.ready}</p>
          )}
          {take && (
            <>
              <TextField label={told.title} value={title} placeholder={told.titleExample} onChange={setTitle} />
              <LanguageField value={language} onChange={setLanguage} />
            </>
          )}
          <LongField
            label={told.recorder.teleprompter}
            hint={told.recorder.teleprompterHint}
            value={text}
            rows={take ? 4 : 8}
            onChange={setText}
          />
        </div>
      )}
    </Screen>
  );
}
