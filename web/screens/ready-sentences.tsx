// Thu giọng câu khẩn cấp: one sentence at a time in large letters, recorded here, heard and found clear by somebody else.
import { useState } from 'preact/hooks';
import type { Sentence } from '../../protocol/api/alerts.ts';
import { sentenceTitle } from '../alert-words.ts';
import { read } from '../api.ts';
import { languageName } from '../languages.ts';
import { useLoad } from '../load.ts';
import { SentenceMark } from '../parts/mark.tsx';
import { Reading, Said } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { CheckSentence, ReadSentence, VoicedBy } from '../parts/sentence-voice.tsx';
import { paths } from '../paths.ts';
import { may, me } from '../session.ts';
import { words } from '../words/chosen.ts';

const keyOf = (of: Pick<Sentence, 'name' | 'language'>): string => `${of.name} ${of.language}`;

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
      <VoicedBy of={of} />
      <details>
        <summary>{told.listen}</summary>
        <p class="prose">{of.text}</p>
        <CheckSentence of={of} areaId={areaId} onChecked={onChanged} />
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
                <ReadSentence
                  key={at}
                  of={now}
                  areaId={areaId}
                  head={[
                    told.progress(String(items.indexOf(now) + 1), String(items.length)),
                    now.title,
                    languageName(now.language, words.value),
                  ].join(' · ')}
                  keep={told.keep}
                  leave={told.skip}
                  onKept={() => {
                    setSaved(true);
                    void next([...skipped, keyOf(now)]);
                  }}
                  onLeave={() => {
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
