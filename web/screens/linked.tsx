// A one-time address opened without a session: /xac-nhan/… asks the second person, /bao/… takes the report from a village.
import { useEffect, useState } from 'preact/hooks';
import type { LinkedAnswer, LinkedTask } from '../../protocol/api/alerts.ts';
import { command, Refusal, read, sayFailure } from '../api.ts';
import { CallReport } from '../parts/call-report.tsx';
import { Gate } from '../parts/gate.tsx';
import { Failure, Said } from '../parts/notice.tsx';
import { SecondPerson } from '../parts/second-person.tsx';
import { paths } from '../paths.ts';
import { tellHouseholds, tellNumber } from '../telling.ts';
import { words } from '../words/chosen.ts';

const ADDRESS = /^\/(?:xac-nhan|bao)\/([^/]+)$/;

/** The token in an address that needs no session; null: any other address. */
export const tokenIn = (path: string): string | null => ADDRESS.exec(path)?.[1] ?? null;

function Confirm({
  of,
  answer,
}: {
  of: Extract<LinkedTask, { kind: 'confirm' }>;
  answer: (given: LinkedAnswer) => Promise<void>;
}) {
  const told = words.value;
  const [said, say] = useState('');
  if (said) return <Said>{said}</Said>;
  return (
    <SecondPerson
      ask={told.alerts.decide.asks(of.by, told.alerts.asked[of.what], of.title)}
      figures={told.alerts.decide.figures(tellNumber(of.villages, told), tellHouseholds(of.households, told))}
      text={of.text}
      note={[of.siren, told.alerts.decide.person(of.person)].filter(Boolean).join(' · ')}
      onYes={async pin => {
        await answer({ pin });
        say(told.alerts.decide.agreed);
      }}
      onNo={async refuse => {
        await answer({ refuse });
        say(told.alerts.decide.refused);
      }}
    />
  );
}

function Report({
  of,
  answer,
}: {
  of: Extract<LinkedTask, { kind: 'report' }>;
  answer: (given: LinkedAnswer) => Promise<void>;
}) {
  const told = words.value.alerts.linked;
  const [sent, setSent] = useState(false);
  return (
    <section class="panel stack" aria-label={told.report}>
      <h2>{of.title}</h2>
      <p>{told.reportFor(of.village)}</p>
      <Said>{sent ? told.sent : ''}</Said>
      {sent ? (
        <button type="button" class="button" onClick={() => setSent(false)}>
          {told.again}
        </button>
      ) : (
        <CallReport
          households={of.households}
          onReport={async report => {
            await answer(report);
            setSent(true);
          }}
        />
      )}
    </section>
  );
}

/** Answered already, too old, or nobody asks any more. */
const isGone = (error: unknown): boolean => error instanceof Refusal && error.status === 404;

export function LinkedScreen({ token }: { token: string }) {
  const told = words.value;
  const [task, setTask] = useState<LinkedTask | null>(null);
  const [failure, setFailure] = useState('');
  const [round, setRound] = useState(0);
  useEffect(() => {
    setFailure('');
    read(paths.linked(token)).then(setTask, error =>
      setFailure(isGone(error) ? words.value.alerts.linked.gone : sayFailure(error)),
    );
  }, [token, round]);
  const answer = async (given: LinkedAnswer) => {
    await command('POST', paths.linked(token), given);
  };
  return (
    <Gate title={task?.kind === 'report' ? told.alerts.linked.report : told.alerts.linked.confirm}>
      {failure && (
        <>
          <Failure>{failure}</Failure>
          <button type="button" class="button" onClick={() => setRound(round + 1)}>
            {told.common.retry}
          </button>
        </>
      )}
      {!task && !failure && <p role="status">{told.common.loading}</p>}
      {task?.kind === 'confirm' && <Confirm of={task} answer={answer} />}
      {task?.kind === 'report' && <Report of={task} answer={answer} />}
    </Gate>
  );
}
