// Chờ duyệt: what waits for a leader, broadcasts and schedules together.
import { serverNow } from '../feed.ts';
import { useLoad } from '../load.ts';
import { Icon } from '../parts/icon.tsx';
import { ClassMark } from '../parts/mark.tsx';
import { Empty, Reading } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { paths } from '../paths.ts';
import { zone } from '../session.ts';
import { tellLength, tellMoment, tellWeekdays } from '../telling.ts';
import { words } from '../words/chosen.ts';

export default function Approvals() {
  const told = words.value;
  const broadcasts = useLoad(paths.broadcasts({ state: 'awaiting' }), message => message.t === 'tasks');
  const schedules = useLoad(paths.schedules(), message => message.t === 'tasks');
  return (
    <Screen title={told.sending.approvals.title} back="/">
      <Reading of={broadcasts}>
        {({ items }) => {
          const waiting = (schedules.data?.items ?? []).filter(schedule => schedule.state === 'awaiting');
          if (items.length + waiting.length === 0) return <Empty>{told.sending.approvals.empty}</Empty>;
          return (
            <ul class="rows panel">
              {items.map(broadcast => (
                <li key={broadcast.id}>
                  <a class="row" href={`/duyet/buoi-phat/${broadcast.id}`}>
                    <span class="row-main">
                      <b>{broadcast.title}</b>
                      <span class="row-note">
                        {[
                          broadcast.startAt === null
                            ? told.sending.approvals.whenApproved
                            : tellMoment(Date.parse(broadcast.startAt), serverNow.value, zone.value, told),
                          tellLength(broadcast.durationMs, told),
                          broadcast.createdBy,
                        ].join(' · ')}
                      </span>
                      {broadcast.class !== 'normal' && <ClassMark of={broadcast.class} />}
                    </span>
                    <Icon name="next" />
                  </a>
                </li>
              ))}
              {waiting.map(schedule => (
                <li key={schedule.id}>
                  <a class="row" href={`/duyet/lich/${schedule.id}`}>
                    <span class="row-main">
                      <span class="row-kind">{told.sending.schedules.title}</span>
                      <b>{schedule.title}</b>
                      <span class="row-note">
                        {[`${schedule.time} ${tellWeekdays(schedule.days, told)}`, schedule.createdBy].join(' · ')}
                      </span>
                    </span>
                    <Icon name="next" />
                  </a>
                </li>
              ))}
            </ul>
          );
        }}
      </Reading>
    </Screen>
  );
}
