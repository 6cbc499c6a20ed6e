// A file from the phone into the library, with its progress; it keeps its own name as the title.
import { useRef, useState } from 'preact/hooks';
import { sayFailure } from '../api.ts';
import { upload } from '../upload.ts';
import { words } from '../words/chosen.ts';
import { Icon } from './icon.tsx';
import { Failure } from './notice.tsx';

export function UploadFile({
  language = 'vi',
  versionOf,
  label,
  onUploaded,
}: {
  language?: string;
  versionOf?: string;
  label?: string;
  onUploaded(recording: { id: string; title: string }): void;
}) {
  const told = words.value.sending;
  const input = useRef<HTMLInputElement>(null);
  const [progress, setProgress] = useState<number | null>(null);
  const [failure, setFailure] = useState('');
  const name = label ?? told.library.upload;

  const send = async (file: File) => {
    setFailure('');
    setProgress(0);
    const title = file.name.replace(/\.[^.]+$/, '').slice(0, 200);
    try {
      const { id } = await upload(
        { file, fileName: file.name, title, language, ...(versionOf ? { versionOf } : {}) },
        setProgress,
      );
      onUploaded({ id, title });
    } catch (error) {
      setFailure(sayFailure(error));
    }
    setProgress(null);
  };

  return (
    <div class="stack">
      <Failure>{failure}</Failure>
      <input
        ref={input}
        type="file"
        hidden
        accept="audio/*,video/mp4,.ogg,.opus,.amr,.m4a"
        aria-label={name}
        onChange={event => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file) void send(file);
        }}
      />
      <button type="button" class="button" disabled={progress !== null} onClick={() => input.current?.click()}>
        <Icon name="upload" />
        {progress === null ? name : told.recorder.uploading(`${Math.round(progress * 100)} %`)}
      </button>
      {progress !== null && <progress aria-label={told.recorder.uploading('')} max={1} value={progress} />}
    </div>
  );
}
