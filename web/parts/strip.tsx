// The line on every page while a warning is under way: what, how far it has come, and the way to it. Red; a drill violet, hatched.
import { useLocation } from 'preact-iso';
import type { AlertSummary } from '../../protocol/api/alerts.ts';
import { isFromAbove, isUnderWay } from '../alert-state.ts';
import { board } from '../board.ts';
import { me } from '../session.ts';
import { tellNumber } from '../telling.ts';
import { words } from '../words/chosen.ts';
import { Icon } from './icon.tsx';

/** The strip says it larger. */
const DRILL_TITLE = /^Diễn tập: /;

function headline(alert: AlertSummary): string {
  const told = words.value.alerts;
  const { awaiting, title } = alert;
  const asksMe = awaiting?.people.some(person => person.accountId === me.value?.id);
  if (awaiting && asksMe) return told.strip.asks(alert.createdBy, told.asked[awaiting.what]);
  if (alert.state === 'awaiting') return told.strip.waiting(title);
  if (alert.status === 'drill') return told.strip.drill(title.replace(DRILL_TITLE, ''));
  if (alert.state === 'silenced') return told.strip.silenced(title);
  const reader = { name: me.value?.displayName, areaKind: board.value?.data?.area.kind };
  return isFromAbove(alert, reader) ? told.strip.above(title) : told.strip.live(title);
}

export function AlertStrip() {
  const told = words.value.alerts.strip;
  const number = (count: number) => tellNumber(count, words.value);
  const { path } = useLocation();
  // The page that it leads to says all this itself.
  const shown = (board.value?.data?.alerts ?? []).filter(one => isUnderWay(one) && path !== `/canh-bao/${one.id}`);
  if (shown.length === 0) return null;
  return (
    <nav aria-label={told.label}>
      {shown.map(alert => (
        <a
          key={alert.id}
          class={`strip ${alert.status === 'drill' ? 'drill' : alert.state === 'silenced' ? 'quiet-red' : ''}`}
          href={`/canh-bao/${alert.id}`}
        >
          <Icon name="alarm" />
          <span>
            {[
              headline(alert),
              alert.state !== 'awaiting' && told.sounded(number(alert.sounded), number(alert.clusters)),
              alert.villagesLeft > 0 && alert.state !== 'awaiting' && told.left(number(alert.villagesLeft)),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
          <span class="go">{told.open}</span>
        </a>
      ))}
    </nav>
  );
}
