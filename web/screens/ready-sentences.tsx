// Thu giọng câu khẩn cấp: one sentence at a time in large letters, recorded here, heard and found clear by somebody else.
import { useState } from 'preact/hooks';
import type { Sentence } from '../../protocol/api/alerts.ts';
import { sentenceTitle } from '../alert-words.ts';
import { command, read } from '../api.ts';
import { useDoing } from '../doing.ts';
import { whenReady } from '../following.ts';
import { languageName } from '../languages.ts';
import { useLoad } from '../load.ts';
import { SentenceMark } from '../parts/mark.tsx';
import { Failure, Reading, Said } from '../parts/notice.tsx';
import { Player } from '../parts/player.tsx';
import { Screen } from '../parts/screen.tsx';
import { Taking } from '../parts/taking.tsx';
import { TwoTap } from '../parts/two-tap.tsx';
import { paths } from '../paths.ts';
import type { Take } from '../recorder.ts';
import { may, me } from '../session.ts';
import { upload } from '../upload.ts';
import { words } from '../words/chosen.ts';

const keyOf = (of: Pick<Sentence, 'name' | 'language'>): string => `${of.name} ${of.language}`;

/** The teleprompter: read, hear it, keep it; then the next one. */
function Guided({
  of,
  all,
  areaId,
  onKept,
  onSkip,
}: {
  of: Sentence;
  all: readonly Sentence[];
  areaId: string;
  onKept(): void;
  onSkip(): void;
}) {
  const told = words.value.prepared.sentences;
  const doing = useDoing();
  const keep = (take: Take) =>
    void doing.run(async () => {
      const { blob: file, fileName } = take;
      const { id } = await upload(
        { file, fileName, title: of.title, language: of.language, text: of.text },
        () => undefined,
      );
      await whenReady(id);
      const { name, language } = of;
      await command('POST', '/api/sentences', { areaId, name, language, recordingId: id });
      onKept();
    });
  return (
    <div class="stack">
      <p class="row-note">
        {told.progress(String(all.indexOf(of) + 1), String(all.length))} · {of.title} ·{' '}
        {languageName(of.language, words.value)}
      </p>
      <p class="hint">{told.read}</p>
      <Failure>{doing.failure}</Failure>
      <Taking title={of.title} text={of.text}>
        {take => (
          <button type="button" class="button main huge" disabled={doing.busy} onClick={() => keep(take)}>
            {doing.busy ? words.value.common.saving : told.keep}
          </button>
        )}
      </Taking>
      <button type="button" class="button plain" disabled={doing.busy} onClick={onSkip}>
        {told.skip}
      </button>
    </div>
  );
}

/** A second pair of ears: nobody finds their own voice clear. */
function Check({ of, areaId, onChecked }: { of: Sentence; areaId: string; onChecked(): void }) {
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

function Line({
  of,
  areaId,
  onChanged,
  onRecord,
}: {
  of: Sentence;
  areaId: string;
  onChanged(): void;
  onRecord(): void;
}) {
  const told = words.value.prepared.sentences;
  return (
    <li class="call">
      <b>
        {of.title} <span class="row-note">{languageName(of.language, words.value)}</span>
      </b>
      <SentenceMark voice={of.voice} />
      <p class="row-note">
        {[of.recordedBy && told.by(of.recordedBy), of.checkedBy && told.checked(of.checkedBy)]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <details>
        <summary>{told.listen}</summary>
        <p class="prose">{of.text}</p>
        <Check of={of} areaId={areaId} onChecked={onChanged} />
      </details>
      {may('library') && (
        <button type="button" class="button plain" onClick={onRecord}>
          {told.record}
        </button>
      )}
    </li>
  );
}

export default function ReadySentences() {
  const templates = useLoad(paths.templates()).data?.items ?? [];
  const told = words.value.prepared.sentences;
  const areaId = me.value?.area.id ?? '';
  const path = paths.sentences(areaId);
  const loaded = useLoad(path);
  const [at, setAt] = useState<string | null>(null);
  const [skipped, setSkipped] = useState<readonly string[]>([]);
  const [saved, setSaved] = useState(false);
  const missingIn = (items: readonly Sentence[], but: readonly string[]) =>
    items.find(
      ({ voice, name, language }) =>
        (voice === 'machine' || voice === 'none') && !but.includes(keyOf({ name, language })),
    );
  const next = async (but: readonly string[]) => {
    const { items } = await read(path);
    loaded.change({ items });
    const following = missingIn(items, but);
    setAt(following ? keyOf(following) : null);
  };
  return (
    <Screen title={told.title} back="/them" focus={at !== null}>
      <Reading of={loaded}>
        {({ items: kept }) => {
          const items = kept.map(one => ({ ...one, title: sentenceTitle(one, templates) }));
          const now = items.find(one => keyOf(one) === at);
          const left = items.filter(({ voice }) => voice !== 'human').length;
          if (now)
            return (
              <>
                <Guided
                  key={at}
                  of={now}
                  all={items}
                  areaId={areaId}
                  onKept={() => {
                    setSaved(true);
                    void next([...skipped, keyOf(now)]);
                  }}
                  onSkip={() => {
                    const but = [...skipped, keyOf(now)];
                    setSkipped(but);
                    void next(but);
                  }}
                />
                <Said>{saved ? told.saved : ''}</Said>
                <button type="button" class="button" onClick={() => setAt(null)}>
                  {told.back}
                </button>
              </>
            );
          const first = missingIn(items, []);
          return (
            <div class="stack">
              <Said>{saved ? told.saved : ''}</Said>
              <p class="sentence">
                {left === 0 ? told.allDone : words.value.prepared.settings.sentencesLeft(String(left))}
              </p>
              {first && may('library') && (
                <button type="button" class="button main huge" onClick={() => setAt(keyOf(first))}>
                  {told.start}
                </button>
              )}
              <ul class="rows panel">
                {items.map(one => (
                  <Line
                    key={keyOf(one)}
                    of={one}
                    areaId={areaId}
                    onChanged={loaded.reload}
                    onRecord={() => setAt(keyOf(one))}
                  />
                ))}
              </ul>
            </div>
          );
        }}
      </Reading>
    </Screen>
  );
}
