// Drives six-digit codes against the vectors of RFC 6238, and over HTTP with a real store: steps used up, guesses limited, keys
// made and ended; and the name that a phone gets when somebody signs in on it.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ErrorAnswer } from '../../../protocol/api/common.ts';
import type { Me } from '../../../protocol/api/people.ts';
import { fromBase32 } from '../../../protocol/id.ts';
import { createCodes, digitsOf } from '../../../server/people/codes.ts';
import { type FakeClock, fakeClock } from '../../support/fake-clock.ts';
import { PASSWORD, PIN, type TestServer, testServer } from '../../support/server.ts';

it.each([
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
])('PPL-8: the digits at %i s are the last six of RFC 6238, SHA-1', (seconds, digits) => {
  expect(digitsOf(Buffer.from('12345678901234567890'), Math.floor(seconds / 30))).toBe(digits);
});

describe('a phone’s codes', () => {
  let clock: FakeClock;
  let s: TestServer;
  let first: Awaited<ReturnType<TestServer['setUp']>>;
  let chair: Awaited<ReturnType<TestServer['as']>>;
  let secret: Uint8Array;
  beforeAll(async () => {
    clock = fakeClock();
    s = await testServer({ time: clock });
    first = await s.setUp();
    chair = await s.as(first.caller, 'chutich', { role: 'leader', areaId: first.root });
  });
  afterAll(() => s.close());
  beforeEach(async () => {
    await clock.advance(15 * 60_000);
    const { body } = await chair.caller.post<{ secret: string }>('/api/me/code-key', { pin: PIN });
    secret = fromBase32(body.secret) ?? new Uint8Array();
  });

  const now = (shift = 0) => digitsOf(secret, Math.floor(clock.now() / 30_000) + shift);
  const take = (digits: string, whose = [chair.accountId]) => s.codes.take(first.accountId, whose, digits);

  it('PPL-8: are taken one step early or late, once, and never an older one after', async () => {
    expect(await take(now(2))).toBeNull();
    expect(await take(now(-2))).toBeNull();
    expect(await take(now(-1))).toBe(chair.accountId);
    expect(await take(now(-1))).toBeNull();
    expect(await take(now(1))).toBe(chair.accountId);
    expect(await take(now())).toBeNull();
  });

  it('PPL-8: are limited in guesses, for a while', async () => {
    for (let i = 0; i < 6; i++) expect(await take('000000')).toBeNull();
    await expect(take(now())).rejects.toMatchObject({ code: 'too_many_requests' });
    await clock.advance(15 * 60_000);
    expect(await take(now())).toBe(chair.accountId);
  });

  it('are never the typist’s own, nor a closed account’s, nor those of a key that was ended', async () => {
    expect(await s.codes.take(chair.accountId, [chair.accountId], now())).toBeNull();
    await first.caller.patch(`/api/people/${chair.accountId}`, { disabled: true });
    expect(await take(now())).toBeNull();
    await first.caller.patch(`/api/people/${chair.accountId}`, { disabled: false });
    chair.caller = s.withCookie(`loa_session=${(await s.sessions.open(chair.accountId)).cookie}`);
    expect((await chair.caller.get<Me>('/api/session')).body.hasCodeKey).toBe(true);
    await chair.caller.delete('/api/me/code-key');
    expect((await chair.caller.get<Me>('/api/session')).body.hasCodeKey).toBe(false);
    expect(await take(now())).toBeNull();
  });

  it('a key takes the PIN and a person, and the log says so without the secret', async () => {
    const wrong = await chair.caller.post<ErrorAnswer>('/api/me/code-key', { pin: '000000' });
    expect([wrong.status, wrong.body.code]).toEqual([403, 'wrong_pin']);
    const { body } = await chair.caller.post<{ token: string }>('/api/tokens', { name: 'máy', scopes: ['read'] });
    const token = await s.withToken(body.token).post<ErrorAnswer>('/api/me/code-key', { pin: PIN });
    expect(token.body.code).toBe('session_only');
    const [entry] = (await s.auditLog.page(undefined, 50)).filter(one => one.action === 'account.codeKey');
    expect(entry).toMatchObject({ subject: chair.accountId, detail: {} });
  });

  it('survive a restart: a used step stays used', async () => {
    const digits = now();
    expect(await take(digits)).toBe(chair.accountId);
    const again = createCodes({ db: s.db, time: clock, random: () => new Uint8Array(20) });
    expect(await again.take(first.accountId, [chair.accountId], digits)).toBeNull();
  });
});

describe('the name of a phone', () => {
  let s: TestServer;
  beforeAll(async () => {
    s = await testServer({ publicUrl: 'https://loa.example' });
  });
  afterAll(() => s.close());

  const signIn = async (name: string, cookie?: string) => {
    const answer = await s.anybody.post(
      '/api/session',
      { name, password: PASSWORD },
      { headers: cookie ? { cookie } : {} },
    );
    const cookies = [answer.headers['set-cookie']].flat().map(String);
    const phone = cookies.find(one => one.startsWith('loa_phone='));
    const session = cookies
      .find(one => one.startsWith('loa_session='))
      ?.split(';')[0]
      ?.slice('loa_session='.length);
    return { phone, actor: await s.sessions.identify({ cookie: session }) };
  };

  it('PPL-7: is given at the first sign-in, kept by the next, and read by no page', async () => {
    const admin = await s.setUp();
    await s.as(admin.caller, 'canbo', { role: 'officer', areaId: admin.root });
    const one = await signIn('quantri');
    expect(one.phone).toMatch(/^loa_phone=[\w-]{22}; .*HttpOnly; Secure; SameSite=Strict/);
    const two = await signIn('canbo', one.phone?.split(';')[0]);
    expect(two.actor?.accountId).not.toBe(one.actor?.accountId);
    expect(two.actor?.phone).toBe(one.actor?.phone);
    const elsewhere = await signIn('canbo');
    expect(elsewhere.actor?.phone).toMatch(/^[\w-]{22}$/);
    expect(elsewhere.actor?.phone).not.toBe(one.actor?.phone);
    expect((await signIn('canbo', 'loa_phone=x')).actor?.phone).toMatch(/^[\w-]{22}$/);
  });
});

it('PPL-6: a telephone number is set by its owner and seen by those with contacts', async () => {
  const s = await testServer();
  const { caller: admin, root } = await s.setUp();
  const chair = await s.as(admin, 'chutich', { role: 'leader', areaId: root });
  const { body } = await chair.caller.patch<Me>('/api/session', { phoneNumber: '0912 345 678' });
  expect(body.phoneNumber).toBe('0912 345 678');
  type People = { items: { id: string; phoneNumber: string | null }[] };
  const seen = (people: People) => people.items.find(one => one.id === chair.accountId)?.phoneNumber;
  expect(seen((await admin.get<People>('/api/people')).body)).toBe('0912 345 678');
  await admin.patch(`/api/people/${chair.accountId}`, { phoneNumber: '' });
  expect(seen((await admin.get<People>('/api/people')).body)).toBeNull();
  await s.close();
});
