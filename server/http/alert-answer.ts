// An alert as it is answered to one caller: with whom a second word may come from, what the caller may do now, and telephone
// numbers for those alone who may see them; that they were shown is written down.
import type { Alert, AlertSummary, AlertVillage, Awaiting } from '../../protocol/api/alerts.ts';
import type { Time } from '../../protocol/time.ts';
import { type Actor, may } from '../people/rights.ts';
import { secondPeople } from '../people/second-person.ts';
import { stateAt } from '../store/alerts.ts';
import type { Database } from '../store/database.ts';
import type { AlertOutcomes } from '../tracking/alerts/outcome.ts';
import type { VillageLine } from '../tracking/alerts/villages.ts';
import type { OpenAlert } from './alert-view.ts';

export interface AlertAnswersParts {
  db: Database;
  time: Time;
  timezone: string;
  outcomes: AlertOutcomes;
  /** Writes down that this person was shown telephone numbers. */
  contactsShown(actor: Actor, alertId: string): Promise<void>;
}

export interface AlertAnswers {
  /** Null where the view shows nothing of it. Nobody's telephone number is in it. */
  summary(open: OpenAlert): Promise<AlertSummary | null>;
  whole(open: OpenAlert): Promise<Alert | null>;
}

export function createAlertAnswers(parts: AlertAnswersParts): AlertAnswers {
  const { db, time, outcomes } = parts;
  const days = new Intl.DateTimeFormat('sv-SE', { timeZone: parts.timezone, dateStyle: 'short' });

  async function awaitingOf(open: OpenAlert, phones: 'phones' | 'noPhones'): Promise<Awaiting | null> {
    const { actor, tree } = open;
    const { alert, broadcast } = open.known;
    const place = tree.find(broadcast.areaId);
    if (!alert.asked || !place) return null;
    const contacts = phones === 'phones' && may(actor, 'contacts', place.path);
    const people = await secondPeople(db, {
      place,
      by: alert.asked.by,
      day: days.format(time.now()),
      contacts,
    });
    if (people.some(person => person.phone !== null)) await parts.contactsShown(actor, alert.id);
    const { what, until, waitS } = alert.asked;
    return { what, until: new Date(until).toISOString(), waitS, people };
  }

  return {
    async summary(open) {
      const told = await outcomes.summarise(open.known, open.view);
      return told && { ...told, awaiting: await awaitingOf(open, 'noPhones') };
    },
    async whole(open) {
      const told = await outcomes.describe(open.known, open.view);
      if (!told) return null;
      const villageList = told.lines.map(line => villageOf(line, open));
      if (villageList.some(one => (one.head ?? one.deputy) !== null))
        await parts.contactsShown(open.actor, open.known.alert.id);
      return { ...told.alert, awaiting: await awaitingOf(open, 'phones'), villageList, may: mayNow(open, time.now()) };
    },
  };
}

function villageOf(line: VillageLine, { tree, actor }: OpenAlert): AlertVillage {
  const { village, claim, told } = line;
  // Whoever is head there now is who can be called now, whatever the village was named then.
  const living = tree.find(village.id);
  const contacts = living !== null && may(actor, 'contacts', living.path);
  return {
    villageId: village.id,
    name: village.name,
    households: village.households,
    people: village.people,
    state: line.state,
    why: line.why,
    clusters: line.clusters.map(cluster => cluster.id),
    head: contacts ? living.head : null,
    deputy: contacts ? living.deputy : null,
    claim: claim && { by: claim.by, at: iso(claim.at), until: iso(claim.until) },
    told: told && { by: told.by, at: iso(told.at), how: told.how, households: told.households },
  };
}

const iso = (at: number): string => new Date(at).toISOString();

/** What the gate would let this person try now; the gate itself is asked again when they do. */
function mayNow({ known, tree, actor }: OpenAlert, now: number): Alert['may'] {
  const { alert, broadcast } = known;
  const place = tree.find(broadcast.areaId);
  const over = ['withdrawn', 'corrected', 'dropped'].includes(stateAt(alert, now));
  if (over || !place) return { act: false, confirm: false, alone: false };
  const { asked } = alert;
  const asks = asked?.by === actor.accountId;
  return {
    act: may(actor, 'alert', alert.authorityPath),
    confirm: asked !== null && !asks && may(actor, 'confirm', place.path),
    alone: asks && asked.what !== 'sirenTest' && now >= asked.until && may(actor, 'alert', place.path),
  };
}
