// Thêm: the way to everything that is not needed every day, and this person's own settings.
import { useLocation } from 'preact-iso';
import type { Right } from '../../protocol/api/people.ts';
import { command } from '../api.ts';
import { useDoing } from '../doing.ts';
import { forgetLocked } from '../duty.ts';
import { forgetReads } from '../load.ts';
import { applyTheme, theme } from '../look/theme.ts';
import { Segments } from '../parts/field.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';
import { Failure } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { paths } from '../paths.ts';
import { about, may, me, signOut } from '../session.ts';
import { unsent } from '../waiting.ts';
import { chooseLanguage, words } from '../words/chosen.ts';

type Told = (typeof words)['value']['more'];
interface Link {
  to: string;
  icon: IconName;
  word: { [K in keyof Told]: Told[K] extends string ? K : never }[keyof Told];
  right: Right;
}

const GROUPS: readonly { word: 'content' | 'places' | 'oversight'; links: readonly Link[] }[] = [
  {
    word: 'content',
    links: [
      { to: '/ban-ghi', icon: 'files', word: 'recordings', right: 'read' },
      { to: '/chuong-trinh', icon: 'rundown', word: 'programmes', right: 'read' },
      { to: '/phat-am', icon: 'type', word: 'pronunciations', right: 'library' },
    ],
  },
  {
    word: 'places',
    links: [
      { to: '/thon', icon: 'home', word: 'villages', right: 'read' },
      { to: '/khu-vuc', icon: 'place', word: 'areas', right: 'read' },
      { to: '/nguoi', icon: 'person', word: 'people', right: 'people' },
    ],
  },
  {
    word: 'oversight',
    links: [
      { to: '/duyet', icon: 'check', word: 'approvals', right: 'approve' },
      { to: '/so-nhat-ky', icon: 'book', word: 'log', right: 'read' },
      { to: '/nhat-ky', icon: 'report', word: 'audit', right: 'audit' },
    ],
  },
];

/** What is got ready for emergencies, and the drill's only door. */
const READY: readonly {
  to: string;
  icon: IconName;
  word: keyof (typeof words)['value']['prepared']['settings'];
  right: Right;
}[] = [
  { to: '/dien-tap', icon: 'alarm', word: 'drill', right: 'alert' },
  { to: '/ma-xac-nhan', icon: 'key', word: 'code', right: 'confirm' },
  { to: '/so-truc', icon: 'phone', word: 'duty', right: 'alert' },
  { to: '/tin-den', icon: 'download', word: 'proposals', right: 'read' },
  { to: '/muc-nuoc', icon: 'water', word: 'gauges', right: 'read' },
  { to: '/chuan-bi/giong', icon: 'mic', word: 'sentences', right: 'library' },
  { to: '/chuan-bi/phuong-an', icon: 'run', word: 'plan', right: 'read' },
  { to: '/chuan-bi/lich-truc', icon: 'calendar', word: 'roster', right: 'read' },
  { to: '/chuan-bi/coi', icon: 'horn', word: 'siren', right: 'places' },
  { to: '/chuan-bi/cap', icon: 'files', word: 'cap', right: 'places' },
];

function Emergencies() {
  const told = words.value.prepared.settings;
  const open = READY.filter(link => may(link.right));
  if (open.length === 0) return null;
  return (
    <nav class="panel" aria-label={told.group}>
      <h2>{told.group}</h2>
      <ul class="rows">
        {open.map(link => (
          <li key={link.to}>
            <a class="row" href={link.to}>
              <Icon name={link.icon} />
              <span class="row-main">{told[link.word] as string}</span>
              <Icon name="next" />
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Account() {
  const told = words.value.more;
  const { route } = useLocation();
  const doing = useDoing();
  const person = me.value;
  if (!person) return null;
  return (
    <section class="panel stack" aria-labelledby="account">
      <h2 id="account">{told.account}</h2>
      <p>
        <b>{person.displayName}</b>
        <br />
        <span class="row-note">
          {person.roles.map(held => `${words.value.session.roles[held.role]}, ${held.areaName}`).join(' · ')}
        </span>
      </p>
      <Segments
        label={told.language}
        value={words.value.code === 'en' ? 'en' : 'vi'}
        choices={[
          { value: 'vi', label: 'Tiếng Việt' },
          { value: 'en', label: 'English' },
        ]}
        onChange={language => {
          void chooseLanguage(language);
          // The server writes to this person in the same language, also on other phones.
          void doing.run(() => command('PATCH', paths.me(), { language }));
        }}
      />
      <Segments
        label={told.theme}
        value={theme.value}
        choices={(['auto', 'light', 'dark'] as const).map(value => ({ value, label: told.themes[value] }))}
        onChange={applyTheme}
      />
      <Failure>{doing.failure}</Failure>
      <button
        type="button"
        class="button"
        disabled={doing.busy}
        onClick={() =>
          void doing.run(async () => {
            await signOut();
            forgetReads();
            forgetLocked();
            route('/');
          })
        }
      >
        {told.signOut}
      </button>
      {about.value && <p class="row-note">{told.version(about.value.version)}</p>}
    </section>
  );
}

export default function More() {
  const told = words.value.more;
  return (
    <Screen title={words.value.nav.more} wide>
      <div class="columns">
        <div class="stack">
          <Emergencies />
          {GROUPS.map(({ word, links }) => {
            const open = links.filter(link => may(link.right));
            if (open.length === 0) return null;
            return (
              <nav key={word} class="panel" aria-label={told[word]}>
                <h2>{told[word]}</h2>
                <ul class="rows">
                  {open.map(link => (
                    <li key={link.to}>
                      <a class="row" href={link.to}>
                        <Icon name={link.icon} />
                        <span class="row-main">{told[link.word]}</span>
                        <Icon name="next" />
                      </a>
                    </li>
                  ))}
                </ul>
              </nav>
            );
          })}
          {unsent.value.length > 0 && (
            <a class="notice warn" href="/chua-gui">
              <Icon name="waiting" />
              <span>{words.value.sending.outbox.count(String(unsent.value.length))}</span>
            </a>
          )}
        </div>
        <Account />
      </div>
    </Screen>
  );
}
