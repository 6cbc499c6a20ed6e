// A person's voice for one sentence that is spoken in an emergency: read from large letters and kept, then heard and found clear
// by somebody else. For the sentences of the library and for a village's evacuation plan.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Sentence } from '../../protocol/api/alerts.ts';
import { command } from '../api.ts';
import { useDoing } from '../doing.ts';
import { whenReady } from '../following.ts';
import { paths } from '../paths.ts';
import type { Take } from '../recorder.ts';
import { me } from '../session.ts';
import { upload } from '../upload.ts';
import { words } from '../words/chosen.ts';
import { Failure } from './notice.tsx';
import { Player } from './player.tsx';
import { Taking } from './taking.tsx';
import { TwoTap } from './two-tap.tsx';

/** The teleprompter: read, hear it, keep it. */
export function ReadSentence({
  of,
  areaId,
  head,
  keep,
  leave,
  onKept,
  onLeave,
}: {
  of: Sentence;
  areaId: string;
  head: ComponentChildren;
  /** The words on the two buttons. */
  keep: string;
  leave: string;
  onKept(): void;
  onLeave(): void;
}) {
  const told = words.value;
  const doing = useDoing();
  const send = (take: Take) =>
    void doing.run(async () => {
      const { blob: file, fileName } = take;
      const { title, text, name, language } = of;
      const { id } = await upload({ file, fileName, title, language, text }, () => undefined);
      await whenReady(id);
      await command('POST', '/api/sentences', { areaId, name, language, recordingId: id });
      onKept();
    });
  return (
    <div class="stack">
      <p class="row-note">{head}</p>
      <p class="hint">{told.prepared.sentences.read}</p>
      <Failure>{doing.failure}</Failure>
      <Taking title={of.title} text={of.text}>
        {take => (
          <button type="button" class="button main huge" disabled={doing.busy} onClick={() => send(take)}>
            {doing.busy ? told.common.saving : keep}
          </button>
        )}
      </Taking>
      <button type="button" class="button plain" disabled={doing.busy} onClick={onLeave}>
        {leave}
      </button>
    </div>
  );
}

/** A second pair of ears: nobody finds their own voice clear. */
export function CheckSentence({ of, areaId, onChecked }: { of: Sentence; areaId: string; onChecked(): void }) {
  const told = words.value.prepared.sentences;
  const doing = useDoing();
  const [heard, setHeard] = useState(false);
  if (of.recordingId === null) return null;
  const own = of.recordedBy === me.value?.displayName;
  return (
    <div class="stack">
      <Player src={paths.audio(of.recordingId)} title={of.title} durationMs={null} onHeard={() => setHeard(true)} />
      {of.voice === 'draft' && own && <p class="hint">{told.notOwn}</p>}
      {of.voice === 'draft' && !own && (
        <>
          <Failure>{doing.failure}</Failure>
          <TwoTap
            kind="main"
            busy={doing.busy || !heard}
            sure={told.clearSure}
            onSure={() =>
              void doing.run(async () => {
                const { name, language, recordingId } = of;
                await command('POST', '/api/sentences/check', { areaId, name, language, recordingId, clear: true });
                onChecked();
              })
            }
          >
            {told.clear}
          </TwoTap>
        </>
      )}
    </div>
  );
}

/** Who recorded it and who found it clear. */
export function VoicedBy({ of }: { of: Sentence }) {
  const told = words.value.prepared.sentences;
  return (
    <p class="row-note">
      {[of.recordedBy && told.by(of.recordedBy), of.checkedBy && told.checked(of.checkedBy)]
        .filter(Boolean)
        .join(' · ')}
    </p>
  );
}
