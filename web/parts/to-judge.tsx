// One piece as a leader must meet it: heard and read.
import { useLoad } from '../load.ts';
import { paths } from '../paths.ts';
import { words } from '../words/chosen.ts';
import { Reading } from './notice.tsx';
import { Player } from './player.tsx';

export function ToJudge({ recordingId, onHeard }: { recordingId: string; onHeard(): void }) {
  const told = words.value.sending;
  const loaded = useLoad(paths.recording(recordingId));
  return (
    <Reading of={loaded}>
      {recording => (
        <section class="panel stack" aria-label={recording.title}>
          <h2>{recording.title}</h2>
          {recording.voice && (
            <p>
              <span class="badge">{told.speech.machine}</span>
            </p>
          )}
          <Player
            src={paths.audio(recording.id)}
            title={recording.title}
            durationMs={recording.durationMs}
            waveform={recording.waveform}
            onHeard={onHeard}
          />
          <h3>{told.approvals.text}</h3>
          {recording.text ? <p class="prose">{recording.text}</p> : <p class="hint">{told.approvals.noText}</p>}
        </section>
      )}
    </Reading>
  );
}
