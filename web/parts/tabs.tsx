// The five places of the application: along the bottom of a phone, down the left side of a wide screen.
import { useLocation } from 'preact-iso';
import { words } from '../words/chosen.ts';
import { Icon, type IconName } from './icon.tsx';

const TABS = [
  { to: '/', icon: 'home', word: 'home', under: /^\/$|^\/(phat|duyet|khan-cap|canh-bao)(\/|$)/ },
  { to: '/lich', icon: 'calendar', word: 'schedules', under: /^\/lich/ },
  { to: '/bao-cao', icon: 'report', word: 'reports', under: /^\/(bao-cao|buoi-phat|so-nhat-ky)/ },
  { to: '/cum', icon: 'horn', word: 'clusters', under: /^\/cum/ },
  {
    to: '/them',
    icon: 'more',
    word: 'more',
    under:
      /^\/(them|thon|khu-vuc|nguoi|phat-am|ban-ghi|chuong-trinh|nhat-ky|chua-gui|dien-tap|so-truc|ma-xac-nhan|chuan-bi|tin-den|muc-nuoc)/,
  },
] as const satisfies readonly { to: string; icon: IconName; word: string; under: RegExp }[];

export function Tabs() {
  const { path } = useLocation();
  const told = words.value;
  return (
    <nav class="tabs" aria-label={told.common.menu}>
      {TABS.map(({ to, icon, word, under }) => (
        <a key={to} href={to} aria-current={under.test(path) ? 'page' : undefined}>
          <Icon name={icon} />
          <span>{told.nav[word]}</span>
        </a>
      ))}
    </nav>
  );
}
