// "Phát ở đâu?": the place, the time, who will not hear; and the last button, which sends or asks for approval by right.

import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { MadeBroadcast, NewBroadcast } from '../../protocol/api/broadcasts.ts';
import { command, NoLink } from '../api.ts';
import { useCheck } from '../checking.ts';
import { useDoing } from '../doing.ts';
import { type Chosen, chosen } from '../draft.ts';
import { lost, serverNow } from '../feed.ts';
import { useRecording } from '../following.ts';
import { useLoad } from '../load.ts';
import { newId } from '../new-id.ts';
import { NotHeard, Problems } from '../parts/not-heard.tsx';
import { Failure, Warning } from '../parts/notice.tsx';
import { Player } from '../parts/player.tsx';
import { Screen } from '../parts/screen.tsx';
import { SendOptions, usualOptions } from '../parts/send-options.tsx';
import { Targets } from '../parts/targets.tsx';
import { paths } from '../paths.ts';
import { me, zone } from '../session.ts';
import { tellHouseholds, tellLength, tellMoment, tellNumber, tellTrack } from '../telling.ts';
import { outbox } from '../waiting.ts';
import { words } from '../words/chosen.ts';
import { instantOf } from '../zone.ts';

function Content({ of }: { of: Chosen }) {
  const told = words.value.sending;
  const recording = useRecording(of.kind === 'recording' ? of.recordingId : null).data;
  return (
    <section class="panel" aria-label={told.what}>
      <h2>{of.title}</h2>
      {of.kind === 'programme' && of.durationMs !== null && <p>{tellTrack(of.durationMs)}</p>}
      {recording?.state === 'processing' && (
        <p role="status">
          {told.processing(`${Math.round(recording.progress * 100)} %`)}
          <progress aria-label={told.processing('')} max={1} value={recording.progress} />
        </p>
      )}
      {recording?.state === 'failed' && <Failure>{recording.error?.message ?? told.processingFailed}</Failure>}
      {recording?.state === 'ready' && (
        <Player
          src={paths.audio(recording.id)}
          title={recording.title}
          durationMs={recording.durationMs}
          waveform={recording.waveform}
        />
      )}
    </section>
  );
}

function Sending({ of }: { of: Chosen }) {
  const told = words.value;
  const { route } = useLocation();
  const doing = useDoing();
  const root = me.value?.area ?? { id: '', name: '' };
  const areas = useLoad(paths.areas()).data?.items ?? [];
  const clusters = useLoad(paths.clusters()).data?.items ?? [];
  const chimes = useLoad(paths.chimes()).data?.items;
  const recording = useRecording(of.kind === 'recording' ? of.recordingId : null);
  const [id] = useState(() => newId('br'));
  const [targets, setTargets] = useState<string[]>([root.id]);
  const [options, setOptions] = useState(() => usualOptions(serverNow.value, zone.value));
  const [chime, setChime] = useState<string | null>(null);
  // Speech opens with a chime where there is one; a programme brings its own.
  const opening = chime ?? (of.kind === 'recording' ? (chimes?.[0]?.name ?? '') : '');

  const startAt = options.later ? new Date(instantOf(options.day, options.time, zone.value)).toISOString() : undefined;
  const body: NewBroadcast = {
    id,
    title: of.title,
    class: options.class,
    content: [
      ...(opening ? [{ chime: opening }] : []),
      of.kind === 'recording' ? { recordingId: of.recordingId } : { programmeId: of.programmeId },
    ],
    targets,
    volume: options.volume,
    ...(options.repeat > 1 ? { repeat: options.repeat } : {}),
    ...(startAt === undefined ? {} : { startAt }),
  };
  const ready = of.kind === 'programme' || (recording.data ? recording.data.state === 'ready' : of.ready);
  const { check, failure } = useCheck(ready && targets.length > 0 && !lost.value ? body : null);
  const place = targets.includes(root.id)
    ? root.name
    : [...areas, ...clusters].flatMap(at => (targets.includes(at.id) ? [at.name] : [])).join(', ');

  const keep = () => {
    const person = me.value;
    if (!person) return;
    outbox.add({
      id,
      body,
      place,
      madeAt: serverNow.value,
      accountId: person.id,
    });
    route('/chua-gui', true);
  };
  const send = () =>
    void doing.run(async () => {
      if (lost.value) return keep();
      try {
        const made = await command<MadeBroadcast>('POST', '/api/broadcasts', body);
        if (made.state === 'draft') await command('POST', `/api/broadcasts/${made.id}/submit`);
        route(`/buoi-phat/${made.id}`, true);
      } catch (error) {
        if (!(error instanceof NoLink)) throw error;
        keep();
      }
    });

  const hearing = check ? check.clusters - check.unreachable.length : 0;
  const label = (() => {
    if (doing.busy) return told.sending.sendingNow;
    if (lost.value) return told.sending.outbox.keep;
    if (!check) return failure ? told.home.announce : told.sending.checking;
    if (!check.maySend) return told.sending.submit;
    const n = tellNumber(hearing, told);
    return startAt
      ? told.sending.sendAt(tellMoment(Date.parse(startAt), serverNow.value, zone.value, told), n)
      : told.sending.send(n);
  })();
  const possible = targets.length > 0 && ready && (lost.value || (check !== undefined && check.clusters > 0));

  return (
    <Screen
      title={told.sending.where}
      back="/phat"
      focus
      wide
      dock={
        <>
          <Failure>{doing.failure}</Failure>
          <button type="button" class="button main huge" disabled={!possible || doing.busy} onClick={send}>
            {label}
          </button>
        </>
      }
    >
      <div class="columns">
        <div class="stack">
          <Content of={of} />
          <Targets
            rootId={root.id}
            rootName={root.name}
            areas={areas}
            clusters={clusters}
            value={targets}
            onChange={setTargets}
          />
        </div>
        <div class="stack">
          {lost.value && <Warning>{told.sending.outbox.why}</Warning>}
          <div class="stack" aria-live="polite">
            <Failure>{failure}</Failure>
            {check && check.clusters === 0 && <Failure>{told.sending.nobody}</Failure>}
            {check && check.clusters > 0 && (
              <>
                <p class="figure-line">
                  <span>
                    {told.sending.gets(tellNumber(check.clusters, told), tellHouseholds(check.households, told))}
                  </span>{' '}
                  <span>{told.sending.total(tellLength(check.durationMs, told))}</span>
                </p>
                <NotHeard of={check.unreachable} />
                <Problems of={check.problems} />
              </>
            )}
          </div>
          <SendOptions value={options} chimes={chimes ?? []} chime={opening} onChange={setOptions} onChime={setChime} />
        </div>
      </div>
    </Screen>
  );
}

export default function Where() {
  const { route } = useLocation();
  const of = chosen.value;
  useEffect(() => {
    if (!of) route('/phat', true);
  }, [of, route]);
  return of ? <Sending of={of} /> : null;
}
