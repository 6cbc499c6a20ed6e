// Drives set-up, signing in and staying signed in, through HTTP and a fake clock: what a guesser, a thief of cookies and a
// page elsewhere can and cannot do.

import { afterEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { madeToken } from '../../../protocol/api/people.ts';
import { caller } from '../../support/api.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { ORIGIN, PASSWORD, PIN, type TestServer, testServer } from '../../support/server.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let server: TestServer;
afterEach(() => server.close());

const signIn = (name: string, password: string) => server.anybody.post('/api/session', { name, password });

describe('set-up', () => {
  it('makes the first account once, with administrator and leader rights at the top, signed in', async () => {
    server = await testServer();
    expect((await server.anybody.get('/api/about')).body.needsSetup).toBe(true);
    const code = await server.setup.prepareSetup();
    expect(code).toMatch(/^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$/);
    const first = { name: 'Quản Trị', password: PASSWORD };
    expect((await server.anybody.post('/api/setup', { code: 'AAAA-BBBB-CCCC-DDDD', ...first })).body.code).toBe(
      'wrong_setup_code',
    );
    const made = await server.anybody.post('/api/setup', { code: ` ${code?.toLowerCase()} `, ...first });
    expect(made.status).toBe(201);
    expect(made.body.roles).toMatchObject([{ role: 'admin' }, { role: 'leader' }]);
    expect(made.body.rights).toEqual(expect.arrayContaining(['people', 'approve', 'announceAtOnce']));
    const again = await server.anybody.post('/api/setup', { code, ...first });
    expect([again.status, again.body.code]).toEqual([409, 'already_set_up']);
    expect(await server.setup.prepareSetup()).toBeNull();
    expect((await server.anybody.get('/api/about')).body.needsSetup).toBe(false);
    const me = await server.withCookie(made.cookie ?? '').get('/api/session');
    expect(me.body.name).toBe('quản trị');
  });

  it('lets only the newest printed code in, and two at once make one account', async () => {
    server = await testServer();
    const old = await server.setup.prepareSetup();
    const code = await server.setup.prepareSetup();
    const first = { name: 'a', password: PASSWORD };
    expect((await server.anybody.post('/api/setup', { code: old, ...first })).status).toBe(403);
    const both = await Promise.all([
      server.anybody.post('/api/setup', { code, ...first }),
      server.anybody.post('/api/setup', { code, ...first, name: 'b' }),
    ]);
    expect(both.map(answer => answer.status).sort()).toEqual([201, 409]);
  });

  it('takes the first account from the environment instead', async () => {
    server = await testServer();
    expect(await server.setup.setUpFrom({ name: 'env', password: PASSWORD, pin: PIN })).toMatch(/^ac_/);
    expect(await server.setup.setUpFrom({ name: 'env', password: PASSWORD })).toBeNull();
    expect((await signIn('env', PASSWORD)).status).toBe(201);
  });
});

describe('a session', () => {
  it('travels in a cookie that scripts, other sites and plain http cannot take', async () => {
    server = await testServer({ publicUrl: 'https://loa.example.vn' });
    await server.setUp();
    const made = await signIn('QUANTRI', PASSWORD);
    expect(String(made.headers['set-cookie'])).toMatch(/HttpOnly/);
    expect(String(made.headers['set-cookie'])).toMatch(/Secure/);
    expect(String(made.headers['set-cookie'])).toMatch(/SameSite=Strict/);
    const rows = await server.db.selectFrom('sessions').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(made.cookie?.split('=')[1]);
  });

  it('ends after 12 idle hours, and after 14 days however busy', async () => {
    const time = fakeClock();
    server = await testServer({ time });
    const { caller: me } = await server.setUp();
    await time.advance(11 * HOUR);
    expect((await me.get('/api/session')).status).toBe(200);
    await time.advance(11 * HOUR);
    expect((await me.get('/api/session')).status).toBe(200);
    await time.advance(12 * HOUR + MINUTE);
    expect((await me.get('/api/session')).status).toBe(401);

    const busy = server.withCookie((await signIn('quantri', PASSWORD)).cookie ?? '');
    for (let hours = 0; hours < 14 * 24; hours += 8) {
      expect((await busy.get('/api/session')).status).toBe(200);
      await time.advance(8 * HOUR);
    }
    await time.advance(MINUTE);
    expect((await busy.get('/api/session')).status).toBe(401);
  });

  it('ends with signing out, a new password and a closed account', async () => {
    server = await testServer();
    const { caller: admin, root } = await server.setUp();
    const out = server.withCookie((await signIn('quantri', PASSWORD)).cookie ?? '');
    expect((await out.delete('/api/session')).status).toBe(200);
    expect((await out.get('/api/session')).status).toBe(401);
    const officer = await server.as(admin, 'lan', { role: 'officer', areaId: root });
    await admin.patch(`/api/people/${officer.accountId}`, { password: 'một mật khẩu khác' });
    expect((await officer.caller.get('/api/session')).status).toBe(401);
    const again = server.withCookie((await signIn('lan', 'một mật khẩu khác')).cookie ?? '');
    await admin.patch(`/api/people/${officer.accountId}`, { disabled: true });
    expect((await again.get('/api/session')).status).toBe(401);
    expect((await signIn('lan', 'một mật khẩu khác')).body.code).toBe('wrong_credentials');
  });

  it('cannot give itself a new PIN or password without the old password', async () => {
    server = await testServer();
    const { caller: me, accountId } = await server.setUp();
    expect((await me.patch('/api/session', { pin: '111111' })).body.code).toBe('wrong_credentials');
    expect((await me.patch('/api/session', { pin: '111111', currentPassword: 'falsch' })).status).toBe(401);
    expect((await me.patch(`/api/people/${accountId}`, { pin: '111111' })).body.code).toBe('own_account');
    expect(await server.sessions.checkPin(accountId, PIN)).toBe(true);
    const changed = await me.patch('/api/session', { password: 'mật khẩu mới hẳn', currentPassword: PASSWORD });
    expect(changed.status).toBe(200);
    expect((await me.get('/api/session')).status).toBe(401);
    expect((await server.withCookie(changed.cookie ?? '').get('/api/session')).status).toBe(200);
  });
});

describe('guessing', () => {
  it('PPL-3: 10,000 tries check ten passwords, and the owner gets in again without anybody unlocking anything', async () => {
    const time = fakeClock();
    server = await testServer({ time });
    await server.setUp();
    const answers: Record<string, number> = {};
    for (let i = 0; i < 10_000; i++) {
      const address = `10.${i % 200}.${i % 7}.1`;
      const tried = await server.app.inject({
        method: 'POST',
        url: '/api/session',
        payload: { name: 'quantri', password: `guess ${i}` },
        remoteAddress: address,
      });
      answers[tried.statusCode] = (answers[tried.statusCode] ?? 0) + 1;
    }
    expect(answers).toEqual({ 401: 10, 429: 9_990 });
    await time.advance(15 * MINUTE + 1);
    expect((await signIn('quantri', PASSWORD)).status).toBe(201);
  });

  it('from elsewhere does not shut out an address that has signed in before', async () => {
    server = await testServer();
    await server.setUp();
    expect((await signIn('quantri', PASSWORD)).status).toBe(201);
    const elsewhere = (password: string) =>
      server.app.inject({
        method: 'POST',
        url: '/api/session',
        payload: { name: 'quantri', password },
        remoteAddress: '203.0.113.7',
      });
    for (let i = 0; i < 12; i++) await elsewhere('wrong');
    expect((await elsewhere(PASSWORD)).statusCode).toBe(429);
    expect((await signIn('quantri', PASSWORD)).status).toBe(201);
  });

  it('stops an address that tries many names', async () => {
    server = await testServer();
    await server.setUp();
    const statuses: number[] = [];
    for (let i = 0; i < 55; i++) statuses.push((await signIn(`nobody${i}`, 'x')).status);
    expect(statuses.slice(0, 50).every(status => status === 401)).toBe(true);
    expect(statuses.slice(50)).toEqual([429, 429, 429, 429, 429]);
  });

  it('PPL-3: learns nothing of names: the same answer, and as slow', async () => {
    server = await testServer();
    await server.setUp();
    const timed = async (name: string) => {
      const began = performance.now();
      const { text } = await signIn(name, 'wrong');
      return { ms: performance.now() - began, text };
    };
    await timed('warm-up');
    const known = [await timed('quantri'), await timed('quantri'), await timed('quantri')];
    const unknown = [await timed('khongco'), await timed('khongco2'), await timed('khongco3')];
    expect(new Set([...known, ...unknown].map(one => one.text)).size).toBe(1);
    const median = (list: { ms: number }[]) => list.map(one => one.ms).sort((a, b) => a - b)[1] ?? 0;
    // An unknown name that skipped the hash would answer in a hundredth of the time.
    expect(median(unknown)).toBeGreaterThan(median(known) / 4);
  });

  it('of PINs stops after ten wrong ones', async () => {
    server = await testServer();
    const { accountId } = await server.setUp();
    for (let i = 0; i < 10; i++) expect(await server.sessions.checkPin(accountId, '000000')).toBe(false);
    await expect(server.sessions.checkPin(accountId, PIN)).rejects.toMatchObject({ code: 'too_many_requests' });
  });
});

describe('origins', () => {
  it.each([
    ['foreign', 'https://evil.example'],
    ['null', 'null'],
    ['suffix', 'http://localhost:8080.evil.example'],
    ['other port', 'http://localhost:8081'],
    ['other scheme', 'https://localhost:8080'],
    ['userinfo', 'http://localhost:8080@evil.example'],
  ])('PPL-4: %s: a cookie writes nothing', async (_name, origin) => {
    server = await testServer();
    const { cookie } = await server.setUp();
    const foreign = caller(server.app, { origin, cookie });
    const refused = await foreign.post('/api/areas', { name: 'x', kind: 'commune' });
    expect([refused.status, refused.body.code]).toEqual([403, 'foreign_origin']);
    expect((await foreign.post('/api/session', { name: 'quantri', password: PASSWORD })).status).toBe(403);
    expect((await foreign.get('/api/session')).status).toBe(200);
  });

  it('none at all: a cookie writes nothing, a program may sign in and use a token', async () => {
    server = await testServer();
    const { cookie } = await server.setUp();
    expect((await caller(server.app, { cookie }).post('/api/tokens', { name: 't', scopes: ['read'] })).status).toBe(
      403,
    );
    expect((await caller(server.app).post('/api/session', { name: 'quantri', password: PASSWORD })).status).toBe(201);
  });

  it('both names of this machine are ours until a public address is set', async () => {
    server = await testServer();
    const { cookie } = await server.setUp();
    for (const origin of [ORIGIN, 'http://127.0.0.1:8080'])
      expect((await caller(server.app, { cookie, origin }).patch('/api/session', {})).status).toBe(200);
  });
});

describe('tokens', () => {
  it('PPL-4: read and propose, and do nothing else, until they are taken back', async () => {
    server = await testServer();
    const { caller: admin } = await server.setUp();
    const made = await admin.post<z.infer<typeof madeToken>>('/api/tokens', {
      name: 'máy ghi',
      scopes: ['read', 'propose'],
    });
    expect(made.body.token).toMatch(/^loa_[a-z2-7]{32}$/);
    const stored = await server.db.selectFrom('tokens').selectAll().execute();
    expect(JSON.stringify(stored)).not.toContain(made.body.token);
    const program = server.withToken(made.body.token);
    expect((await program.get('/api/areas')).status).toBe(200);
    expect((await program.get('/api/session')).body.rights).toEqual(['read', 'announce', 'library', 'signal']);
    expect((await program.post('/api/areas', { name: 'x', kind: 'commune' })).status).toBe(403);
    expect((await program.get('/api/people')).status).toBe(403);
    expect((await program.post('/api/tokens', { name: 'y', scopes: ['read'] })).body.code).toBe('session_only');
    expect((await program.patch('/api/session', { language: 'en' })).body.code).toBe('session_only');
    expect((await program.delete('/api/session')).body.code).toBe('session_only');
    expect((await admin.get('/api/tokens')).body.items).toHaveLength(1);
    expect((await admin.delete(`/api/tokens/${made.body.id}`)).status).toBe(200);
    expect((await program.get('/api/areas')).status).toBe(401);
  });

  it('that are wrong are not helped by a cookie beside them', async () => {
    server = await testServer();
    const { cookie } = await server.setUp();
    const both = caller(server.app, { cookie, origin: ORIGIN, authorization: 'Bearer loa_wrong' });
    expect((await both.get('/api/session')).status).toBe(401);
  });
});
