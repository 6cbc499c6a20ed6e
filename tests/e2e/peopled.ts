// A station with something on every page: places, people, recordings, a programme, schedules, broadcasts past, waiting and
// returned. What things are called is up to the test.
import type { BroadcastSummary, MadeBroadcast, Programme, Schedule } from '../../protocol/api/broadcasts.ts';
import type { Gauge } from '../../protocol/api/warnings.ts';
import type { Box, Pole } from './poles.ts';
import { openStation, type Station } from './station.ts';
import { until } from './until.ts';

export interface Peopled {
  station: Station;
  pole: Pole;
  /** Every address of the application that a person can stand on. */
  addresses: string[];
}

/** `call` names a thing by what it is; `text` is what people write about it. */
export async function openPeopled(call: (what: string) => string, box: Box = {}): Promise<Peopled> {
  const station = await openStation();
  const { ask } = station.admin;
  const { root } = station;
  await ask('PATCH', `/api/areas/${root}`, { name: call('commune'), approval: true });
  await ask('PATCH', '/api/session', { displayName: call('administrator') });
  const head = { name: call('head'), phone: '0900 000 001' };
  const village = await station.village(call('village'), { households: 143, head, deputy: head });
  const pole = await station.pole(call('cluster'), [village], box);
  const lonely = await station.cluster(call('lonely'));
  const officer = await station.person('canbo', call('officer'), 'officer');
  const { id: personId } = officer.me;
  const recording = await station.speech(call('recording'), call('text'));
  await ask('PATCH', `/api/recordings/${recording}`, { title: call('recording'), text: call('text') });
  await ask('PUT', `/api/areas/${root}/pronunciations`, { items: [{ written: call('w'), spoken: call('s') }] });
  const programme = await ask<Programme>('POST', '/api/programmes', {
    name: call('programme'),
    areaId: root,
    items: [
      { part: 'intro', chime: 'chime-open' },
      { part: 'item', recordingId: recording },
    ],
  });
  const gauge = await ask<Gauge>('POST', '/api/gauges', {
    ...{ name: call('gauge'), river: call('river'), levelsM: { 3: 16 }, decree: call('decree'), areas: [root] },
  });
  const what = { class: 'normal', content: [{ recordingId: recording }], targets: [root] };
  const daily = { days: [1, 2, 3, 4, 5, 6, 7], from: new Date().toISOString().slice(0, 10) };
  const rule = { ...what, ...daily, content: [{ programmeId: programme.id }] };
  const schedule = await ask<Schedule>('POST', '/api/schedules', { ...rule, title: call('schedule'), time: '17:00' });
  const asked = await officer.ask<Schedule>('POST', '/api/schedules', { ...rule, title: call('asked'), time: '18:00' });

  const make = (by: Station['admin'], title: string) =>
    by.ask<MadeBroadcast>('POST', '/api/broadcasts', { ...what, title: call(title) });
  const [past, awaiting, returned] = [
    await make(station.admin, 'past'),
    await make(officer, 'awaiting'),
    await make(officer, 'returned'),
  ];
  await ask('POST', `/api/broadcasts/${returned.id}/return`, { reason: call('reason') });
  await until('the first broadcast is over', async () => {
    const { items } = await ask<{ items: BroadcastSummary[] }>('GET', '/api/broadcasts');
    return items.some(({ id, counts }) => id === past.id && counts.played === 1);
  });
  return {
    station,
    pole,
    addresses: [
      ...['/', '/phat', '/phat/ghi-am', '/phat/go-chu', '/phat/ban-ghi', '/phat/o-dau'],
      ...['/chuong-trinh', `/chuong-trinh/${programme.id}`, '/chuong-trinh/moi'],
      ...['/lich', `/lich/${schedule.id}`, '/lich/moi', '/bao-cao', '/so-nhat-ky'],
      ...[past, awaiting, returned].map(({ id }) => `/buoi-phat/${id}`),
      ...['/cum', `/cum/${pole.id}`, `/cum/${pole.id}/sua`, `/cum/${lonely}`, '/cum/moi/sua'],
      ...['/thon', '/thon/dan', '/khu-vuc', `/khu-vuc/${root}`, `/khu-vuc/${village}`],
      ...['/nguoi', `/nguoi/${personId}`, '/nguoi/moi', '/phat-am'],
      ...['/duyet', `/duyet/buoi-phat/${awaiting.id}`, `/duyet/lich/${asked.id}`],
      ...[
        '/khan-cap',
        '/khan-cap/flood',
        '/dien-tap',
        '/dien-tap/canh-bao',
        '/dien-tap/canh-bao/fire',
        '/dien-tap/thu-coi',
      ],
      ...['/so-truc', '/ma-xac-nhan', '/tin-den', '/muc-nuoc', `/muc-nuoc/${gauge.id}`, '/muc-nuoc/moi'],
      ...['coi', 'giong', 'phuong-an', 'lich-truc', 'cap'].map(page => `/chuan-bi/${page}`),
      ...['/ban-ghi', `/ban-ghi/${recording}`, '/nhat-ky', '/chua-gui', '/them', '/no-such-page'],
    ],
  };
}
