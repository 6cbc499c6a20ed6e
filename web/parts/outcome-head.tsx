// Who sent what, where and when: the facts about a broadcast that do not change with the reports.
import type { Broadcast } from '../../protocol/api/broadcasts.ts';
import { serverNow } from '../feed.ts';
import { zone } from '../session.ts';
import { tellClock, tellLength, tellMoment, tellTrack } from '../telling.ts';
import { words } from '../words/chosen.ts';
import { Facts } from './facts.tsx';
import { ApprovalMark, ClassMark, PhaseMark } from './mark.tsx';

export function OutcomeHead({ of }: { of: Broadcast }) {
  const told = words.value;
  const moment = (at: string) => tellMoment(Date.parse(at), serverNow.value, zone.value, told);
  const real = (at: string | null) => (at === null ? '—' : tellClock(Date.parse(at), zone.value, told, true));
  return (
    <section class="panel" aria-label={told.report.content}>
      <p class="marks">
        <ClassMark of={of.class} />
        {of.state === 'approved' ? <PhaseMark phase={of.phase} /> : <ApprovalMark state={of.state} />}
        {of.phase === 'over' && <span class="badge">{of.closed ? told.report.closed : told.report.provisional}</span>}
      </p>
      <Facts
        of={[
          [told.report.number, of.id],
          [told.report.planned, of.startAt === null ? told.sending.now : moment(of.startAt)],
          [told.report.actual, of.startedAt === null ? undefined : `${real(of.startedAt)} – ${real(of.endedAt)}`],
          [told.report.length, tellLength(of.durationMs, told)],
          [told.report.stopped, of.stoppedAt === null ? undefined : moment(of.stoppedAt)],
          [told.report.targets, of.targets.map(target => target.name).join(', ')],
          [told.report.volume, String(of.volume)],
          [told.report.author, `${of.createdBy}, ${moment(of.createdAt)}`],
          [
            told.report.approver,
            of.approvedBy === null
              ? told.report.noApproval
              : [of.approvedBy, of.approvedAt === null ? '' : moment(of.approvedAt)].filter(Boolean).join(', '),
          ],
        ]}
      />
      <h3>{told.report.content}</h3>
      <ol class="content">
        {of.content.map((item, i) => (
          // the same sound may stand twice; its place is its identity
          <li key={i}>
            {item.recordingId ? <a href={`/ban-ghi/${item.recordingId}`}>{item.title}</a> : item.title}{' '}
            <span class="row-note">{tellTrack(item.durationMs)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
