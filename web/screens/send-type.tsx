// Gõ chữ: text in, the machine's voice out, heard and read before anything is sent.

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { command } from '../api.ts';
import { useDoing } from '../doing.ts';
import { chosen } from '../draft.ts';
import { serverNow } from '../feed.ts';
import { useRecording } from '../following.ts';
import { LongField, TextField } from '../parts/field.tsx';
import { LanguageField } from '../parts/language-field.tsx';
import { Failure } from '../parts/notice.tsx';
import { Player } from '../parts/player.tsx';
import { Screen } from '../parts/screen.tsx';
import { paths } from '../paths.ts';
import { zone } from '../session.ts';
import { tellMoment } from '../telling.ts';
import { words } from '../words/chosen.ts';

export default function Type() {
  const told = words.value.sending;
  const { route } = useLocation();
  const doing = useDoing();
  const [text, setText] = useState('');
  const [title, setTitle] = useState('');
  const [language, setLanguage] = useState('vi');
  const [madeId, setMadeId] = useState<string | null>(null);
  const made = useRecording(madeId).data;

  const make = () =>
    void doing.run(async () => {
      const name = title.trim() || told.untitled(tellMoment(serverNow.value, serverNow.value, zone.value, words.value));
      setTitle(name);
      const { id } = await command<{ id: string }>('POST', '/api/recordings/speech', { text, language, title: name });
      setMadeId(id);
    });

  if (madeId === null)
    return (
      <Screen
        title={told.type}
        back="/phat"
        focus
        dock={
          <button type="button" class="button main huge" disabled={doing.busy || text.trim() === ''} onClick={make}>
            {doing.busy ? told.speech.making : told.speech.make}
          </button>
        }
      >
        <div class="stack">
          <Failure>{doing.failure}</Failure>
          <LongField label={told.speech.text} hint={told.speech.textHint} value={text} rows={9} onChange={setText} />
          <TextField label={told.title} value={title} placeholder={told.titleExample} onChange={setTitle} />
          <LanguageField value={language} onChange={setLanguage} />
        </div>
      </Screen>
    );

  return (
    <Screen
      title={told.speech.listen}
      back="/phat"
      focus
      dock={
        <>
          <button
            type="button"
            class="button main huge"
            disabled={made?.state !== 'ready'}
            onClick={() => {
              chosen.value = { kind: 'recording', recordingId: madeId, title, ready: true };
              route('/phat/o-dau');
            }}
          >
            {told.speech.use}
          </button>
          <button type="button" class="button" onClick={() => setMadeId(null)}>
            {told.speech.change}
          </button>
        </>
      }
    >
      <div class="stack">
        {made?.state === 'failed' && <Failure>{made.error?.message ?? told.processingFailed}</Failure>}
        {(made === undefined || made.state === 'processing') && (
          <p class="empty" role="status">
            {told.speech.making}
          </p>
        )}
        {made?.state === 'ready' && (
          <>
            <div class="panel">
              <h2>{made.title}</h2>
              <p>
                <span class="badge">{told.speech.machine}</span>
              </p>
              <Player
                src={paths.audio(made.id)}
                title={made.title}
                durationMs={made.durationMs}
                waveform={made.waveform}
              />
            </div>
            <section class="panel" aria-labelledby="spoken">
              <h2 id="spoken">{told.speech.spoken}</h2>
              <p class="prose">{made.spokenText ?? made.text}</p>
            </section>
          </>
        )}
      </div>
    </Screen>
  );
}
