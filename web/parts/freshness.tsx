// How old the figures are, always on screen: "Cập nhật 3 giây trước" or "MẤT KẾT NỐI – số liệu lúc 16:02" within 5 s.
import { useEffect, useRef, useState } from 'preact/hooks';
import { board } from '../board.ts';
import { clock, figuresAt, heardAt, lost } from '../feed.ts';
import { zone } from '../session.ts';
import { tellAge, tellClock } from '../telling.ts';
import { words } from '../words/chosen.ts';

export function Freshness() {
  const told = words.value.freshness;
  const broken = lost.value;
  const [said, say] = useState('');
  const before = useRef(broken);
  // Opened without a link: what is shown was kept from an earlier visit.
  const since = figuresAt.value ?? board.value?.data?.at;
  const lostText = since ? told.lost(tellClock(Date.parse(since), zone.value, words.value)) : told.lostNever;
  // only a change of the link is announced, not every second
  useEffect(() => {
    if (before.current !== broken) say(broken ? lostText : told.back);
    before.current = broken;
  }, [broken]);
  const at = heardAt.value;
  return (
    <>
      <p class={broken ? 'freshness lost' : 'freshness'}>
        {broken ? lostText : at === null ? told.connecting : told.updated(tellAge(clock.value - at, words.value))}
      </p>
      <span class="unseen" role="status">
        {said}
      </span>
    </>
  );
}
