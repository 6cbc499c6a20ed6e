// The pictograms: drawn here as strokes on a 24 by 24 field, always beside a word.

const strokes = {
  home: 'M4 11.5 12 4.5l8 7M6.5 10v9.5h11V10M10 19.5v-5h4v5',
  calendar: 'M4.5 6.5h15v13h-15zM4.5 10.5h15M8.5 4v4M15.5 4v4',
  report: 'M6 4h9l4 4v12H6zM15 4v4h4M9 12h7M9 16h7',
  horn: 'M4 10v4h3l9 5V5l-9 5zM19 9.5c1 1.5 1 3.5 0 5M7.5 14l1 5.5h2.5',
  more: 'M5 7h14M5 12h14M5 17h14',
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  mic: 'M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4zM6.5 11.5a5.5 5.5 0 0 0 11 0M12 17v3M9 20h6',
  type: 'M5 7V5h14v2M12 5v14M9 19h6',
  files: 'M8 7V4h12v12h-3M4 7h13v13H4zM8 12h5M8 15.5h3',
  rundown: 'M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01',
  play: 'M8 5.5v13l10.5-6.5z',
  pause: 'M8 5.5v13M16 5.5v13',
  stop: 'M7 7h10v10H7z',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  cross: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  plus: 'M12 5v14M5 12h14',
  up: 'M12 19V5M6 11l6-6 6 6',
  down: 'M12 5v14M6 13l6 6 6-6',
  clock: 'M12 7v5l3.5 2M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z',
  warning: 'M12 4 2.5 20h19zM12 10v4.5M12 17.3v.2',
  upload: 'M12 16V5M7 9.5 12 4.5l5 5M5 15v4.5h14V15',
  download: 'M12 4.5v11M7 11l5 5 5-5M5 16v3.5h14V16',
  person: 'M12 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM5 20c.5-4 3-6 7-6s6.5 2 7 6',
  place: 'M12 21c-4-5-6.5-8-6.5-11a6.5 6.5 0 0 1 13 0c0 3-2.5 6-6.5 11zM12 7.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  book: 'M5 5.5C8 4 10.5 4.5 12 6c1.5-1.5 4-2 7-.5V19c-3-1.5-5.5-1-7 .5-1.5-1.5-4-2-7-.5zM12 6v13.5',
  print: 'M7 9V4.5h10V9M7 17H4.5V9h15v8H17M7 14h10v6H7z',
  waiting: 'M7 4h10M7 20h10M8 4c0 4 3 5.5 4 8-1 2.5-4 4-4 8M16 4c0 4-3 5.5-4 8 1 2.5 4 4 4 8',
  alarm: 'M12 3.5 21 19.5H3zM12 9.5v4.5M12 17v.2M4.5 8 2.5 6.5M19.5 8l2-1.5',
  phone: 'M6.5 4h3l1.5 4-2 1.5c1 2.5 3 4.5 5.5 5.5l1.5-2 4 1.5v3c0 1.5-1 2.5-2.5 2.5C11 20 4 13 4 6.5 4 5 5 4 6.5 4z',
  water: 'M12 3.5c3.5 4.5 6 7.5 6 11a6 6 0 0 1-12 0c0-3.5 2.5-6.5 6-11zM9 15a3 3 0 0 0 3 3',
  slope: 'M3 19.5 10 6l4 6 2-2.5 5 10zM15 5h.01M18 8h.01M19 4h.01',
  dam: 'M4 5h6v15M4 20h16M10 12c2-1.5 3 1.5 5 0s3 1.5 5 0M10 16c2-1.5 3 1.5 5 0s3 1.5 5 0',
  storm: 'M4 8h11a2.5 2.5 0 1 0-2.5-2.5M4 12h15a2.5 2.5 0 1 1-2.5 2.5M4 16h8a2.5 2.5 0 1 1-2.5 2.5',
  fire: 'M12 3c1 4 5 5.5 5 10.5a5 5 0 0 1-10 0c0-2.5 1.5-3.5 2-5.5 1 .5 1.5 1.5 1.5 2.5C12 9 12.5 6 12 3z',
  run: 'M14 4.5h.01M9 20l2.5-5-2.5-3 2-5 4 3h3M11 7 7.5 8.5 6.5 12M13 13.5l3 2.5-1 4',
  key: 'M8 11a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM11 12l8-8M16 7l3 3',
  ear: 'M8 20c-2-1-2-4-2.5-6.5C4.5 8 7.5 4 12 4s7 3.5 7 7c0 3.5-3.5 4-4 7-.3 2-2.5 3-4 2M9 10.5A3 3 0 0 1 12 8a3 3 0 0 1 3 3c0 1.5-2 2-2.5 3.5',
};
export type IconName = keyof typeof strokes;

export function Icon({ name, size = 24 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <path d={strokes[name]} />
    </svg>
  );
}
