// K3 "PHÁT THẬT": the words as spoken, whom they reach and whom not, by whose order; PIN, and the slide. The same page for a drill.
import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { NewAlert } from '../../protocol/api/alerts.ts';
import { launch, launcher } from '../alarm.ts';
import { type Draft, draft } from '../alert-draft.ts';
import { slotTitle, templateTitle } from '../alert-words.ts';
import { useAlertCheck } from '../checking.ts';
import { linked, serverNow } from '../feed.ts';
import { Banner } from '../parts/alarm-shell.tsx';
import { CheckLines, notHeardLine, tellSiren, WillNotHear } from '../parts/alert-check.tsx';
import { TextField, Tick } from '../parts/field.tsx';
import { Icon } from '../parts/icon.tsx';
import { Listen } from '../parts/listen.tsx';
import { Failure, Warning } from '../parts/notice.tsx';
import { type Authority, keepAuthority, lastAuthority, OrderedBy } from '../parts/ordered-by.tsx';
import { PIN_LENGTH, PinPad } from '../parts/pin-pad.tsx';
import { type Repeats, RepeatsField, repeatsBody, usualRepeats } from '../parts/repeats-field.tsx';
import { Screen } from '../parts/screen.tsx';
import { Slide } from '../parts/slide.tsx';
import { me, zone } from '../session.ts';
import { placeInSentence, tellMoment } from '../telling.ts';
import { words } from '../words/chosen.ts';

const bare = (text: string): string => placeInSentence(text).normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();

/** For whoever cannot draw a thumb across a glass: the name of the commune, typed, is as deliberate. */
function TypeInstead({ name, disabled, onDone }: { name: string; disabled: boolean; onDone(): void }) {
  const told = words.value.alerts.send;
  const [typed, setTyped] = useState('');
  const short = name.replace(/^\S+\s(?=\S)/, '');
  const right = [bare(name), bare(short)].includes(bare(typed));
  return (
    <details class="fold">
      <summary>{told.typeInstead}</summary>
      <div class="stack">
        <TextField label={told.typeName(name)} value={typed} autocomplete="off" onChange={setTyped} />
        <button type="button" class="button alarm full huge" disabled={disabled || !right} onClick={onDone}>
          {told.typeSend}
        </button>
      </div>
    </details>
  );
}

function Words({
  of,
  check,
  onSlots,
}: {
  of: Draft;
  check: ReturnType<typeof useAlertCheck>['check'];
  onSlots(slots: Draft['slots']): void;
}) {
  const told = words.value.alerts.send;
  const { template, slots } = of;
  return (
    <section class={`panel stack ${of.drill ? 'drill' : 'alarm'}`} aria-labelledby="words">
      <h2 id="words">{told.words}</h2>
      <p class="spoken">{check?.text ?? template.text}</p>
      {!template.human && (
        <p>
          <span class="badge">{words.value.sending.speech.machine}</span>
        </p>
      )}
      {check?.specifics && (
        <p>
          <b>{told.specifics}:</b> {check.specifics}
        </p>
      )}
      <Listen clips={check?.clips ?? [template.clip]} />
      {template.slots.length > 0 && (
        <details>
          <summary>{told.slots}</summary>
          <div class="stack">
            <p class="hint">{told.slotsHint}</p>
            {template.slots.map(slot => (
              <TextField
                key={slot.name}
                label={slotTitle(slot)}
                hint={told.example(slot.example)}
                value={slots[slot.name] ?? ''}
                maxlength={120}
                onChange={value => onSlots({ ...slots, [slot.name]: value })}
              />
            ))}
          </div>
        </details>
      )}
    </section>
  );
}

function Send({ of }: { of: Draft }) {
  const told = words.value;
  const [pin, setPin] = useState('');
  const [typing, setTyping] = useState(false);
  const [authority, setAuthority] = useState<Authority>(lastAuthority);
  const [repeats, setRepeats] = useState<Repeats>(usualRepeats);
  const [renewedAt, setRenewedAt] = useState(serverNow.peek());
  const [voiceFirst, setVoiceFirst] = useState(false);
  const { drill, template, siren } = of;
  const { orderedBy, documentNo } = authority;
  const twoPersons = !drill && (siren !== null || template.evacuation);
  // Words of an evacuation are themselves what a second person must allow.
  const mayVoiceFirst = twoPersons && !template.evacuation;
  const slots = Object.fromEntries(Object.entries(of.slots).filter(([, value]) => value.trim() !== ''));
  const body: NewAlert = {
    id: of.id,
    template: template.name,
    status: drill ? 'drill' : 'actual',
    siren: siren?.name ?? false,
    level: template.level,
    targets: [...of.targets],
    slots,
    ...(orderedBy.trim() === '' ? {} : { orderedBy: orderedBy.trim() }),
    ...(documentNo.trim() === '' ? {} : { documentNo: documentNo.trim() }),
    proof: {},
    ...repeatsBody(repeats, renewedAt),
    ...(mayVoiceFirst ? { voiceFirst } : {}),
    ...(of.startAt ? { startAt: of.startAt } : {}),
    ...(of.proposalId ? { proposalId: of.proposalId } : {}),
  };
  const { check, failure } = useAlertCheck(body);
  const now = launch.value;
  const refused = now.state === 'refused' && now.body.id === of.id ? now.message : '';
  useEffect(() => {
    if (!refused) return;
    setPin('');
    setTyping(true);
  }, [refused]);

  const full = pin.length === PIN_LENGTH;
  const empty = check !== undefined && check.clusters === 0;
  // What must not scroll out of sight above the slide.
  const summary = [of.place, siren ? tellSiren(siren) : told.alerts.send.noSiren, check && notHeardLine(check)]
    .filter(Boolean)
    .join(' · ');
  const send = () => {
    keepAuthority(authority);
    launcher.start({ ...body, proof: { pin } }, linked.value);
  };
  return (
    <Screen
      title={templateTitle(template)}
      back={of.from}
      focus
      wide
      dock={
        <>
          <Failure>{refused}</Failure>
          <p class="dock-sum">{summary}</p>
          {!full && typing && (
            <>
              <PinPad value={pin} focus onChange={setPin} />
              <button type="button" class="button plain" onClick={() => setTyping(false)}>
                {told.alerts.send.hidePin}
              </button>
            </>
          )}
          {!full && !typing && (
            <button type="button" class={`button huge ${drill ? 'main' : 'alarm'}`} onClick={() => setTyping(true)}>
              {told.alerts.send.enterPin}
            </button>
          )}
          {full && (
            <Slide
              label={
                of.startAt ? told.alerts.send.slideTest : drill ? told.alerts.send.slideDrill : told.alerts.send.slide
              }
              disabled={empty}
              drill={drill}
              onDone={send}
            />
          )}
        </>
      }
    >
      <Banner drill={drill} />
      <div class="columns">
        <div class="stack">
          <p class="figure-line">
            {[
              of.place,
              of.startAt &&
                told.prepared.sirenTest.at(tellMoment(Date.parse(of.startAt), serverNow.value, zone.value, told)),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
          <Words
            of={of}
            check={check}
            onSlots={next => {
              draft.value = { ...of, slots: next };
            }}
          />
          <section class="panel stack" aria-live="polite">
            <Failure>{failure}</Failure>
            {empty && <Failure>{told.alerts.send.nobody}</Failure>}
            {check ? (
              <>
                <CheckLines of={check} />
                <WillNotHear of={check} />
              </>
            ) : (
              <>
                {siren && (
                  <p>
                    <b>{tellSiren(siren)}</b>
                  </p>
                )}
                {failure ? (
                  <Warning>{told.alerts.send.unchecked}</Warning>
                ) : (
                  <p class="hint">{told.sending.checking}</p>
                )}
              </>
            )}
          </section>
        </div>
        <div class="stack">
          <section class="panel stack" aria-label={told.alerts.send.orderedBy}>
            <OrderedBy value={authority} onChange={setAuthority} />
            {mayVoiceFirst && (
              <Tick label={told.alerts.send.voiceFirst} checked={voiceFirst} onChange={setVoiceFirst} />
            )}
            {!of.startAt && (
              <details>
                <summary>
                  <Icon name="clock" />
                  {told.alerts.send.changeRepeat}
                </summary>
                <RepeatsField
                  value={repeats}
                  usual={told.alerts.send.usual}
                  lastsLabel={told.alerts.send.lasts}
                  onChange={next => {
                    setRenewedAt(serverNow.peek());
                    setRepeats(next);
                  }}
                />
              </details>
            )}
          </section>
          <TypeInstead name={me.value?.area.name ?? ''} disabled={!full || empty} onDone={send} />
        </div>
      </div>
    </Screen>
  );
}

export function SendScreen() {
  const { route } = useLocation();
  const of = draft.value;
  useEffect(() => {
    // Nothing has been chosen, or it has been sent: the way begins anew.
    if (!of && launch.peek().state !== 'made') route('/', true);
  }, [of, route]);
  return of ? <Send of={of} /> : null;
}
