// Diễn tập: the only door to a drill and to an announced test of the sirens; the KHẨN CẤP button does not lead here.
import { Icon } from '../parts/icon.tsx';
import { Screen } from '../parts/screen.tsx';
import { words } from '../words/chosen.ts';

export function DrillScreen() {
  const told = words.value.prepared.drillPage;
  return (
    <Screen title={told.title} back="/them">
      <p>{told.intro}</p>
      <nav class="choices" aria-label={told.title}>
        <a class="choice drill" href="/dien-tap/canh-bao">
          <Icon name="alarm" size={36} />
          <span>
            <b>{told.start}</b>
            <span class="row-note">{told.startHint}</span>
          </span>
        </a>
        <a class="choice drill" href="/dien-tap/thu-coi">
          <Icon name="horn" size={36} />
          <span>
            <b>{told.siren}</b>
            <span class="row-note">{told.sirenHint}</span>
          </span>
        </a>
      </nav>
    </Screen>
  );
}
