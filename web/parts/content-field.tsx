// What a schedule plays: a programme, or one recording behind its chime.
import { useEffect, useState } from 'preact/hooks';
import type { ContentRequest } from '../../protocol/api/broadcasts.ts';
import { useLoad } from '../load.ts';
import { paths } from '../paths.ts';
import { tellTrack } from '../telling.ts';
import { words } from '../words/chosen.ts';
import { Segments, SelectField } from './field.tsx';
import { ChimeField } from './send-options.tsx';

const withLength = (title: string, durationMs: number | null): string =>
  durationMs === null ? title : `${title} (${tellTrack(durationMs)})`;

export function ContentField({
  value,
  onChange,
}: {
  value: readonly ContentRequest[];
  /** `title`: the name of what was chosen. */
  onChange(content: ContentRequest[], title?: string): void;
}) {
  const told = words.value.sending;
  const recordings = (useLoad(paths.recordings()).data?.items ?? []).filter(
    recording => recording.state === 'ready' && recording.versionOf === null,
  );
  const programmes = useLoad(paths.programmes()).data?.items ?? [];
  const chimes = useLoad(paths.chimes()).data?.items ?? [];
  const programmeId = value.flatMap(item => ('programmeId' in item ? [item.programmeId] : []))[0] ?? '';
  const recordingId = value.flatMap(item => ('recordingId' in item ? [item.recordingId] : []))[0] ?? '';
  const chime = value.flatMap(item => ('chime' in item ? [item.chime] : []))[0] ?? '';
  const [by, setBy] = useState<'programme' | 'recording'>(recordingId ? 'recording' : 'programme');
  // A place without programmes is not asked to choose one.
  const noProgrammes = value.length === 0 && programmes.length === 0 && recordings.length > 0;
  useEffect(() => {
    if (noProgrammes) setBy('recording');
  }, [noProgrammes]);

  const takeRecording = (id: string, opening: string) =>
    onChange(
      [...(opening ? [{ chime: opening }] : []), ...(id ? [{ recordingId: id }] : [])],
      recordings.find(recording => recording.id === id)?.title,
    );
  const unset = { value: '', label: '—' };

  return (
    <div class="stack">
      <Segments
        label={told.schedules.content}
        value={by}
        choices={[
          { value: 'programme', label: told.schedules.fromProgramme },
          { value: 'recording', label: told.schedules.fromRecording },
        ]}
        onChange={next => {
          setBy(next);
          onChange([]);
        }}
      />
      {by === 'programme' ? (
        <SelectField
          label={told.schedules.fromProgramme}
          value={programmeId}
          choices={[unset, ...programmes.map(one => ({ value: one.id, label: withLength(one.name, one.durationMs) }))]}
          onChange={id =>
            onChange(id ? [{ programmeId: id }] : [], programmes.find(programme => programme.id === id)?.name)
          }
        />
      ) : (
        <>
          <SelectField
            label={told.schedules.fromRecording}
            value={recordingId}
            choices={[
              unset,
              ...recordings.map(one => ({ value: one.id, label: withLength(one.title, one.durationMs) })),
            ]}
            onChange={id => takeRecording(id, chime || (chimes[0]?.name ?? ''))}
          />
          {recordingId && (
            <ChimeField chimes={chimes} value={chime} onChange={opening => takeRecording(recordingId, opening)} />
          )}
        </>
      )}
    </div>
  );
}
