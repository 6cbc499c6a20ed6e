// Tin đến: what gauges and CAP messages propose. A person takes one to the slide or says why not; what would play by itself can be
// stopped by anybody who may.
import { useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import type { Templates } from '../../protocol/api/alerts.ts';
import type { Proposal } from '../../protocol/api/warnings.ts';
import { prepare } from '../alert-draft.ts';
import { templateTitle } from '../alert-words.ts';
import { command } from '../api.ts';
import { useDoing } from '../doing.ts';
import { serverNow } from '../feed.ts';
import { useLoad } from '../load.ts';
import { LongField, SelectField } from '../parts/field.tsx';
import { ProposalMark } from '../parts/mark.tsx';
import { Empty, Failure, Reading } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { TwoTap } from '../parts/two-tap.tsx';
import { paths } from '../paths.ts';
import { may, me, zone } from '../session.ts';
import { tellMoment, tellTrack } from '../telling.ts';
import { words } from '../words/chosen.ts';

const moment = (instant: string): string => tellMoment(Date.parse(instant), serverNow.value, zone.value, words.value);

/** Playing by itself in so and so many seconds: the stop stands before everything else. */
function Veto({ of, onChanged }: { of: Proposal; onChanged(): void }) {
  const told = words.value.prepared.proposals;
  const doing = useDoing();
  if (!of.plays) return null;
  const left = Date.parse(of.plays.at) - serverNow.value;
  return (
    <div class="stack">
      <p class="countdown" role="timer">
        {told.plays(tellTrack(Math.max(0, left) + 999))}
      </p>
      <Failure>{doing.failure}</Failure>
      {may('alert') && (
        <TwoTap
          kind="danger huge"
          busy={doing.busy}
          sure={told.stopSure}
          onSure={() =>
            void doing.run(async () => {
              await command('POST', `${paths.proposals()}/${of.id}/reject`, { reason: told.stopReason });
              onChanged();
            })
          }
        >
          {told.stop}
        </TwoTap>
      )}
    </div>
  );
}

function Deciding({ of, templates, onChanged }: { of: Proposal; templates: Templates; onChanged(): void }) {
  const told = words.value.prepared.proposals;
  const { route } = useLocation();
  const doing = useDoing();
  const [name, setName] = useState(of.template ?? templates.items[0]?.name ?? '');
  const [rejecting, setRejecting] = useState(false);
  const [reason, setReason] = useState('');
  const drill = of.status === 'drill';
  const template = templates.items.find(item => item.name === name);
  const accept = () => {
    if (!template) return;
    const siren = of.siren && !drill ? (templates.sirens.find(({ use }) => use === template.siren) ?? null) : null;
    const root = me.value?.area;
    const targets = of.targets.length > 0 ? of.targets : root ? [root] : [];
    prepare({
      drill,
      template,
      siren,
      targets: targets.map(({ id }) => id),
      place: targets.map(target => target.name).join(', '),
      slots: of.slots,
      proposalId: of.id,
      from: '/tin-den',
    });
    route(drill ? '/dien-tap/phat' : '/khan-cap/phat');
  };
  if (rejecting)
    return (
      <div class="stack">
        <LongField label={told.reason} rows={2} value={reason} onChange={setReason} />
        <Failure>{doing.failure}</Failure>
        <button
          type="button"
          class="button main"
          disabled={doing.busy || reason.trim() === ''}
          onClick={() =>
            void doing.run(async () => {
              await command('POST', `${paths.proposals()}/${of.id}/reject`, { reason: reason.trim() });
              onChanged();
            })
          }
        >
          {told.sendReject}
        </button>
        <button type="button" class="button plain" onClick={() => setRejecting(false)}>
          {words.value.common.back}
        </button>
      </div>
    );
  return (
    <div class="stack">
      {of.template === null && (
        <>
          <p class="hint">{told.noTemplate}</p>
          <SelectField
            label={told.choose}
            value={name}
            choices={templates.items.map(item => ({ value: item.name, label: templateTitle(item) }))}
            onChange={setName}
          />
        </>
      )}
      <button type="button" class={`button huge ${drill ? 'main' : 'alarm'}`} disabled={!template} onClick={accept}>
        {drill ? told.acceptDrill : told.accept}
      </button>
      <button type="button" class="button plain" onClick={() => setRejecting(true)}>
        {told.reject}
      </button>
    </div>
  );
}

function Card({ of, templates, onChanged }: { of: Proposal; templates: Templates | undefined; onChanged(): void }) {
  const told = words.value.prepared.proposals;
  const open = of.state === 'open';
  return (
    <section
      class={`panel stack ${open ? (of.status === 'drill' ? 'drill' : 'alarm') : ''}`}
      aria-labelledby={`title-${of.id}`}
    >
      {open && <Veto of={of} onChanged={onChanged} />}
      <h2 id={`title-${of.id}`}>{of.title}</h2>
      <p class="marks">
        <ProposalMark state={of.state} />
        <span class="badge">{told.source[of.source]}</span>
        {of.status === 'drill' && <span class="badge">{words.value.alerts.drill}</span>}
      </p>
      <p>{of.reason}</p>
      <p class="row-note">
        {[
          moment(of.at),
          of.targets.map(({ name }) => name).join(', '),
          of.expiresAt && told.until(moment(of.expiresAt)),
          !of.siren && told.noSiren,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {of.warnings.length > 0 && (
        <div>
          <h3>{told.warnings}</h3>
          <ul class="plain">
            {of.warnings.map(warning => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </div>
      )}
      {of.raw !== null && (
        <details>
          <summary>{told.raw}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
          <pre class="raw" tabIndex={0}>
            {of.raw}
          </pre>
        </details>
      )}
      {of.decidedBy && of.decidedAt && (
        <p class="row-note">
          {[told.by(of.decidedBy, moment(of.decidedAt)), of.rejectReason].filter(Boolean).join(' · ')}
        </p>
      )}
      {of.alertId && (
        <a class="button" href={`/canh-bao/${of.alertId}`}>
          {told.alert}
        </a>
      )}
      {open && templates && may('alert') && <Deciding of={of} templates={templates} onChanged={onChanged} />}
    </section>
  );
}

export default function Proposals() {
  const told = words.value.prepared.proposals;
  const { params } = useRoute();
  const loaded = useLoad(paths.proposals(), message => message.t === 'proposal');
  const templates = useLoad(paths.templates()).data;
  return (
    <Screen title={told.title} back="/" wide>
      <Reading of={loaded}>
        {({ items }) => {
          // The one that was followed here stands first.
          const open = items
            .filter(({ state }) => state === 'open')
            .sort((a, b) => Number(b.id === params.id) - Number(a.id === params.id));
          const decided = items.filter(({ state }) => state !== 'open');
          return (
            <div class="columns">
              <div class="stack">
                {open.length === 0 && <Empty>{told.empty}</Empty>}
                {open.map(one => (
                  <Card key={one.id} of={one} templates={templates} onChanged={loaded.reload} />
                ))}
              </div>
              {decided.length > 0 && (
                <details class="fold">
                  <summary>{told.decided}</summary>
                  <div class="stack">
                    {decided.map(one => (
                      <Card key={one.id} of={one} templates={undefined} onChanged={loaded.reload} />
                    ))}
                  </div>
                </details>
              )}
            </div>
          );
        }}
      </Reading>
    </Screen>
  );
}
