// One recording in a list: what it is, how long, whose voice, and whether it can be used.
import type { Recording } from '../../protocol/api/recordings.ts';
import { serverNow } from '../feed.ts';
import { languageName } from '../languages.ts';
import { zone } from '../session.ts';
import { tellMoment, tellTrack } from '../telling.ts';
import { words } from '../words/chosen.ts';
import { Icon } from './icon.tsx';
import { RecordingMark } from './mark.tsx';

function Told({ of }: { of: Recording }) {
  const told = words.value;
  return (
    <>
      <span class="row-main">
        <b>{of.title}</b>
        <span class="row-note">
          {[
            of.durationMs === null ? '' : tellTrack(of.durationMs),
            of.language === 'vi' ? '' : languageName(of.language, told),
            of.voice === null ? '' : told.sending.speech.machine,
            tellMoment(Date.parse(of.createdAt), serverNow.value, zone.value, told),
            of.createdBy,
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {of.state !== 'ready' && <RecordingMark state={of.state} />}
      </span>
      <Icon name="next" />
    </>
  );
}

/** A link where the row leads to a page, a button where it is taken. */
export function RecordingRow({ of, to, onTake }: { of: Recording; to?: string; onTake?: () => void }) {
  return to ? (
    <a class="row" href={to}>
      <Told of={of} />
    </a>
  ) : (
    <button type="button" class="row" onClick={onTake}>
      <Told of={of} />
    </button>
  );
}
