// Người dùng: who may sign in, in which role and where.
import { useLoad } from '../load.ts';
import { Icon } from '../parts/icon.tsx';
import { Empty, Reading } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { paths } from '../paths.ts';
import { may } from '../session.ts';
import { words } from '../words/chosen.ts';

export default function People() {
  const told = words.value;
  const people = useLoad(paths.people());
  return (
    <Screen
      title={told.places.people.title}
      back="/them"
      wide
      dock={
        may('people') && (
          <a class="button main huge" href="/nguoi/moi">
            <Icon name="plus" />
            {told.places.people.add}
          </a>
        )
      }
    >
      <Reading of={people}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>{told.places.people.empty}</Empty>
          ) : (
            <ul class="rows panel two">
              {items.map(person => (
                <li key={person.id}>
                  <a class="row" href={`/nguoi/${person.id}`}>
                    <Icon name="person" />
                    <span class="row-main">
                      <b>{person.displayName}</b>
                      <span class="row-note">
                        {person.roles.map(held => `${told.session.roles[held.role]}, ${held.areaName}`).join(' · ')}
                      </span>
                      {person.disabled && <span class="badge">{told.places.people.disabled}</span>}
                    </span>
                    <Icon name="next" />
                  </a>
                </li>
              ))}
            </ul>
          )
        }
      </Reading>
    </Screen>
  );
}
