// A take from the phone's microphone: one tap to speak, one to stop, heard before it is used. Words to read stand large above.
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { clock } from '../feed.ts';
import { canRecord, type Recording, startRecording, type Take } from '../recorder.ts';
import { tellTrack } from '../telling.ts';
import { words } from '../words/chosen.ts';
import { Icon } from './icon.tsx';
import { Level } from './level.tsx';
import { Failure } from './notice.tsx';
import { Player } from './player.tsx';

export function Taking({
  title,
  text,
  children,
}: {
  title: string;
  /** What to read aloud. */
  text?: string;
  /** What can be done with the take. */
  children: (take: Take) => ComponentChildren;
}) {
  const told = words.value.sending.recorder;
  const [recording, setRecording] = useState<Recording | null>(null);
  const [take, setTake] = useState<Take | null>(null);
  const [failure, setFailure] = useState('');
  const running = useRef<Recording | null>(null);
  const heard = useMemo(() => (take ? URL.createObjectURL(take.blob) : ''), [take]);
  useEffect(() => () => URL.revokeObjectURL(heard), [heard]);
  useEffect(() => () => running.current?.cancel(), []);
  // Drawn again each second by the clock.
  void clock.value;

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
      setFailure(told.denied);
    }
  };
  if (!canRecord()) return <Failure>{told.unsupported}</Failure>;
  return (
    <div class="stack">
      <Failure>{failure}</Failure>
      {text && <p class="prompter">{text}</p>}
      {recording && (
        <>
          <p class="record-time" role="timer">
            {tellTrack(recording.elapsedMs())}
          </p>
          <Level read={recording.level} />
        </>
      )}
      {take && <Player src={heard} title={title} durationMs={take.durationMs} />}
      {take ? (
        <>
          {children(take)}
          <button type="button" class="button plain" onClick={() => void tap()}>
            {told.again}
          </button>
        </>
      ) : (
        <button
          type="button"
          class={`record ${recording ? 'running' : ''}`}
          aria-pressed={recording !== null}
          onClick={() => void tap()}
        >
          <Icon name={recording ? 'stop' : 'mic'} size={40} />
          <span>{recording ? told.stop : told.start}</span>
        </button>
      )}
    </div>
  );
}
