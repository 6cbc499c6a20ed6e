// The to-do list of the home page: each line leads to where it is done.
import type { Home } from '../../protocol/api/boards.ts';
import { serverNow } from '../feed.ts';
import { zone } from '../session.ts';
import { tellMoment, tellNumber } from '../telling.ts';
import { words } from '../words/chosen.ts';
import { Icon } from './icon.tsx';

type Task = Home['tasks'][number];

const PLACE: Record<Task['kind'], (id: string) => string> = {
  proposal: id => `/tin-den/${id}`,
  approveBroadcast: id => `/duyet/buoi-phat/${id}`,
  approveSchedule: id => `/duyet/lich/${id}`,
  returned: id => (id.startsWith('sc_') ? `/lich/${id}` : `/buoi-phat/${id}`),
  missingLanguage: id => (id.startsWith('re_') ? `/ban-ghi/${id}` : `/buoi-phat/${id}`),
  noVillage: id => `/cum/${id}/sua`,
  notEnrolled: id => `/cum/${id}`,
  failedRecording: id => `/ban-ghi/${id}`,
  emergencyVoice: () => '/chuan-bi/giong',
};

export function Tasks({ of }: { of: readonly Task[] }) {
  const told = words.value;
  return (
    <section class="panel" aria-labelledby="tasks">
      <h2 id="tasks">{told.home.tasks(tellNumber(of.length, told))}</h2>
      {of.length === 0 ? (
        <p class="quiet">{told.home.noTasks}</p>
      ) : (
        <ul class="rows">
          {of.map(task => (
            <li key={`${task.kind} ${task.id}`}>
              <a class="row" href={PLACE[task.kind](task.id)}>
                <span class="row-main">
                  <span class="row-kind">{told.home.task[task.kind]}</span>
                  <b>{task.title}</b>
                  {task.at && (
                    <span class="row-note">{tellMoment(Date.parse(task.at), serverNow.value, zone.value, told)}</span>
                  )}
                </span>
                <Icon name="next" />
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
