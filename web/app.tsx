// Which page stands at which address. Home and what an emergency needs come with the shell, because a link may be too bad to load
// them then; every other page is loaded when it is first opened.

import { useEffect, useState } from 'preact/hooks';
import { ErrorBoundary, LocationProvider, lazy, Route, Router } from 'preact-iso';
import { board } from './board.ts';
import { serverNow } from './feed.ts';
import { useLoad } from './load.ts';
import { Launching } from './parts/launching.tsx';
import { Screen } from './parts/screen.tsx';
import { Tabs } from './parts/tabs.tsx';
import { paths } from './paths.ts';
import { firstTurn } from './phases.ts';
import { LevelDrillScreen, LevelScreen } from './screens/alarm-level.tsx';
import { SendScreen } from './screens/alarm-send.tsx';
import { WhatDrillScreen, WhatScreen } from './screens/alarm-what.tsx';
import { AlertScreen } from './screens/alert.tsx';
import { CallsScreen } from './screens/alert-calls.tsx';
import { DrillScreen } from './screens/drill.tsx';
import { DutyScreen } from './screens/duty.tsx';
import { HomeScreen } from './screens/home.tsx';
import { LinkedScreen, tokenIn } from './screens/linked.tsx';
import { MyCodeScreen } from './screens/my-code.tsx';
import { me, standing } from './session.ts';
import { useTurn } from './turn.ts';
import { words } from './words/chosen.ts';

const SetUp = lazy(() => import('./screens/set-up.tsx'));
const SignIn = lazy(() => import('./screens/sign-in.tsx'));
const What = lazy(() => import('./screens/send-what.tsx'));
const Record = lazy(() => import('./screens/send-record.tsx'));
const Type = lazy(() => import('./screens/send-type.tsx'));
const Choose = lazy(() => import('./screens/send-choose.tsx'));
const Where = lazy(() => import('./screens/send-where.tsx'));
const Programmes = lazy(() => import('./screens/programmes.tsx'));
const ProgrammeEdit = lazy(() => import('./screens/programme-edit.tsx'));
const Schedules = lazy(() => import('./screens/schedules.tsx'));
const ScheduleEdit = lazy(() => import('./screens/schedule-edit.tsx'));
const Reports = lazy(() => import('./screens/reports.tsx'));
const Outcome = lazy(() => import('./screens/outcome.tsx'));
const Log = lazy(() => import('./screens/log.tsx'));
const Clusters = lazy(() => import('./screens/clusters.tsx'));
const ClusterPage = lazy(() => import('./screens/cluster.tsx'));
const ClusterEdit = lazy(() => import('./screens/cluster-edit.tsx'));
const Villages = lazy(() => import('./screens/villages.tsx'));
const VillagesPaste = lazy(() => import('./screens/villages-paste.tsx'));
const Areas = lazy(() => import('./screens/areas.tsx'));
const AreaEdit = lazy(() => import('./screens/area-edit.tsx'));
const People = lazy(() => import('./screens/people.tsx'));
const PersonEdit = lazy(() => import('./screens/person-edit.tsx'));
const Pronunciations = lazy(() => import('./screens/pronunciations.tsx'));
const Approvals = lazy(() => import('./screens/approvals.tsx'));
const ApproveBroadcast = lazy(() => import('./screens/approve-broadcast.tsx'));
const ApproveSchedule = lazy(() => import('./screens/approve-schedule.tsx'));
const Recordings = lazy(() => import('./screens/recordings.tsx'));
const RecordingPage = lazy(() => import('./screens/recording.tsx'));
const Audit = lazy(() => import('./screens/audit.tsx'));
const SirenTest = lazy(() => import('./screens/siren-test.tsx'));
const Proposals = lazy(() => import('./screens/proposals.tsx'));
const Gauges = lazy(() => import('./screens/gauges.tsx'));
const GaugeEdit = lazy(() => import('./screens/gauge-edit.tsx'));
const ReadySiren = lazy(() => import('./screens/ready-siren.tsx'));
const ReadySentences = lazy(() => import('./screens/ready-sentences.tsx'));
const ReadyPlan = lazy(() => import('./screens/ready-plan.tsx'));
const ReadyRoster = lazy(() => import('./screens/ready-roster.tsx'));
const ReadyCap = lazy(() => import('./screens/ready-cap.tsx'));
const Unsent = lazy(() => import('./screens/unsent.tsx'));
const More = lazy(() => import('./screens/more.tsx'));

function Lost() {
  return (
    <Screen title={words.value.common.notFound} back="/">
      <a class="button" href="/">
        {words.value.nav.home}
      </a>
    </Screen>
  );
}

/** Reads the home board for the frame, again whenever the live board says that it changed. */
function BoardReader({ areaId }: { areaId: string }) {
  const loaded = useLoad(paths.home(areaId), message => message.t !== 'tick' && message.t !== 'recording');
  const { sounding = [], next } = loaded.data ?? {};
  const coming = next ? [{ startAt: next.at, durationMs: 0 }] : [];
  useTurn(firstTurn([...sounding, ...coming], serverNow.peek()), loaded.reload);
  useEffect(() => {
    board.value = loaded;
  });
  return null;
}

function Pages() {
  return (
    <Router>
      <Route path="/" component={HomeScreen} />
      <Route path="/khan-cap" component={WhatScreen} />
      <Route path="/khan-cap/phat" component={SendScreen} />
      <Route path="/khan-cap/:topic" component={LevelScreen} />
      <Route path="/canh-bao/:id" component={AlertScreen} />
      <Route path="/canh-bao/:id/goi" component={CallsScreen} />
      <Route path="/dien-tap" component={DrillScreen} />
      <Route path="/dien-tap/canh-bao" component={WhatDrillScreen} />
      <Route path="/dien-tap/phat" component={SendScreen} />
      <Route path="/dien-tap/canh-bao/:topic" component={LevelDrillScreen} />
      <Route path="/so-truc" component={DutyScreen} />
      <Route path="/ma-xac-nhan" component={MyCodeScreen} />
      <Route path="/dien-tap/thu-coi" component={SirenTest} />
      <Route path="/tin-den/:id?" component={Proposals} />
      <Route path="/muc-nuoc" component={Gauges} />
      <Route path="/muc-nuoc/:id" component={GaugeEdit} />
      <Route path="/chuan-bi/coi" component={ReadySiren} />
      <Route path="/chuan-bi/giong" component={ReadySentences} />
      <Route path="/chuan-bi/phuong-an" component={ReadyPlan} />
      <Route path="/chuan-bi/lich-truc" component={ReadyRoster} />
      <Route path="/chuan-bi/cap" component={ReadyCap} />
      <Route path="/phat" component={What} />
      <Route path="/phat/ghi-am" component={Record} />
      <Route path="/phat/go-chu" component={Type} />
      <Route path="/phat/ban-ghi" component={Choose} />
      <Route path="/phat/o-dau" component={Where} />
      <Route path="/chuong-trinh" component={Programmes} />
      <Route path="/chuong-trinh/:id" component={ProgrammeEdit} />
      <Route path="/lich" component={Schedules} />
      <Route path="/lich/:id" component={ScheduleEdit} />
      <Route path="/bao-cao" component={Reports} />
      <Route path="/buoi-phat/:id" component={Outcome} />
      <Route path="/so-nhat-ky" component={Log} />
      <Route path="/cum" component={Clusters} />
      <Route path="/cum/:id" component={ClusterPage} />
      <Route path="/cum/:id/sua" component={ClusterEdit} />
      <Route path="/thon" component={Villages} />
      <Route path="/thon/dan" component={VillagesPaste} />
      <Route path="/khu-vuc" component={Areas} />
      <Route path="/khu-vuc/:id" component={AreaEdit} />
      <Route path="/nguoi" component={People} />
      <Route path="/nguoi/:id" component={PersonEdit} />
      <Route path="/phat-am" component={Pronunciations} />
      <Route path="/duyet" component={Approvals} />
      <Route path="/duyet/buoi-phat/:id" component={ApproveBroadcast} />
      <Route path="/duyet/lich/:id" component={ApproveSchedule} />
      <Route path="/ban-ghi" component={Recordings} />
      <Route path="/ban-ghi/:id" component={RecordingPage} />
      <Route path="/nhat-ky" component={Audit} />
      <Route path="/chua-gui" component={Unsent} />
      <Route path="/them" component={More} />
      <Route default component={Lost} />
    </Router>
  );
}

function Broken() {
  const told = words.value.common;
  return (
    <div class="gate">
      <p>{told.broken}</p>
      <button type="button" class="button main" onClick={() => location.reload()}>
        {told.reload}
      </button>
    </div>
  );
}

function Frame({ areaId }: { areaId: string }) {
  return (
    <div class="frame">
      <a class="skip" href="#main">
        {words.value.common.skip}
      </a>
      <BoardReader areaId={areaId} />
      <Launching />
      <Pages />
      <Tabs />
    </div>
  );
}

export function App() {
  const [broken, setBroken] = useState(false);
  if (broken) return <Broken />;
  const told = words.value;
  const person = me.value;
  const token = tokenIn(location.pathname);
  if (token !== null) return <LinkedScreen token={token} />;
  return (
    <LocationProvider>
      <ErrorBoundary
        onError={error => {
          console.error(error);
          setBroken(true);
        }}
      >
        {standing.value === 'unknown' && <div class="gate">{told.common.loading}</div>}
        {standing.value === 'noLink' && (
          <div class="gate">
            <p role="alert">{told.common.noLink}</p>
            <button type="button" class="button main" onClick={() => location.reload()}>
              {told.common.retry}
            </button>
          </div>
        )}
        {standing.value === 'setup' && <SetUp />}
        {standing.value === 'out' && <SignIn />}
        {standing.value === 'in' && person && <Frame areaId={person.area.id} />}
      </ErrorBoundary>
    </LocationProvider>
  );
}
