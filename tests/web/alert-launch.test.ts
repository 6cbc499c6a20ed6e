// Drives an alert on its way from a phone: never kept for later, said to be silent without an answer, the same alert at every try;
// and what the PIN locks on the phone, and the six digits that it shows.
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { id, makeId, base32 as protocolBase32 } from '../../protocol/id.ts';
import { alertId, base32, fromBase32 } from '../../web/base32.ts';
import { type Answer, createLauncher, type Launch, PATIENCE_MS } from '../../web/launch.ts';
import { lock, unlock, WrongPin } from '../../web/locked.ts';
import { holdsFor, sixDigits } from '../../web/six-digits.ts';

interface Body {
  id: string;
}
interface Made {
  id: string;
}

function phone() {
  const posts: { body: Body; answer: (given: Answer<Made>) => void }[] = [];
  const timers = new Map<() => void, number>();
  const seen: Launch<Body, Made>[] = [];
  const launcher = createLauncher<Body, Made>({
    post: body => new Promise(answer => posts.push({ body, answer })),
    after(ms, then) {
      timers.set(then, ms);
      return () => timers.delete(then);
    },
    changed: launch => void seen.push(launch),
  });
  return {
    launcher,
    posts,
    timers,
    state: () => seen.at(-1),
    async answer(index: number, given: Answer<Made>) {
      posts[index]?.answer(given);
      await new Promise(resolve => setImmediate(resolve));
    },
    pass5s() {
      for (const [then, ms] of [...timers]) if (ms === PATIENCE_MS) then();
    },
  };
}
const made = (name: string): Answer<Made> => ({ kind: 'made', made: { id: name } });

describe('PHN-1 an alert on its way', () => {
  it('is made by one answer', async () => {
    const { launcher, answer, state, timers } = phone();
    launcher.start({ id: 'al_a' }, true);
    expect(state()?.state).toBe('sending');
    await answer(0, made('al_a'));
    expect(state()).toMatchObject({ state: 'made', made: { id: 'al_a' } });
    expect(timers.size).toBe(0);
  });

  it('a double slide makes one', () => {
    const { launcher, posts } = phone();
    launcher.start({ id: 'al_a' }, true);
    launcher.start({ id: 'al_a' }, true);
    launcher.start({ id: 'al_b' }, true);
    expect(posts).toHaveLength(1);
  });

  it('counts as not sounding after five seconds without an answer, and a late success replaces that', async () => {
    const { launcher, answer, pass5s, state } = phone();
    launcher.start({ id: 'al_a' }, true);
    pass5s();
    expect(state()).toMatchObject({ state: 'unconfirmed', trying: true });
    await answer(0, made('al_a'));
    expect(state()?.state).toBe('made');
  });

  it('without a link counts as not sounding from the slide on, and is still tried', () => {
    const { launcher, posts, state } = phone();
    launcher.start({ id: 'al_a' }, false);
    expect(state()).toMatchObject({ state: 'unconfirmed', trying: true });
    expect(posts).toHaveLength(1);
  });

  it('is never sent again by itself; by hand it is the same alert', async () => {
    const { launcher, answer, pass5s, posts, state } = phone();
    launcher.start({ id: 'al_a' }, true);
    await answer(0, { kind: 'lost' });
    pass5s();
    expect(posts).toHaveLength(1);
    launcher.again();
    launcher.again();
    expect(posts.map(({ body }) => body.id)).toEqual(['al_a', 'al_a']);
    await answer(1, made('al_a'));
    expect(state()?.state).toBe('made');
  });

  it('shows a refusal in the server’s words and may be sent anew', async () => {
    const { launcher, answer, posts, state } = phone();
    launcher.start({ id: 'al_a' }, true);
    await answer(0, { kind: 'refused', code: 'wrong_pin', message: 'Mã PIN không đúng' });
    expect(state()).toMatchObject({ state: 'refused', message: 'Mã PIN không đúng' });
    launcher.start({ id: 'al_a' }, true);
    expect(posts).toHaveLength(2);
  });

  it('heard of in another way it is made, and its own late answer changes nothing', async () => {
    const { launcher, answer, pass5s, state } = phone();
    launcher.start({ id: 'al_a' }, true);
    pass5s();
    launcher.found({ id: 'al_a' });
    expect(state()?.state).toBe('made');
    await answer(0, { kind: 'lost' });
    expect(state()?.state).toBe('made');
  });

  it('given up, its late answer does not come back over another page', async () => {
    const { launcher, answer, pass5s, state } = phone();
    launcher.start({ id: 'al_a' }, true);
    pass5s();
    launcher.clear();
    await answer(0, made('al_a'));
    expect(state()?.state).toBe('idle');
  });
});

describe('PHN-1 the id that a phone makes', () => {
  it('is written as the server writes ids', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 8 }), bytes => {
        expect(alertId(bytes)).toBe(makeId('al', bytes));
        expect(id('al').safeParse(alertId(bytes)).success).toBe(true);
      }),
    );
  });

  it('base32 is read back whatever its case, spaces and padding', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), bytes => {
        expect(base32(bytes)).toBe(protocolBase32(bytes));
        expect(fromBase32(`${base32(bytes).toUpperCase()} ==`)).toEqual(bytes);
      }),
    );
    expect(fromBase32('0189')).toBeNull();
  });
});

describe('PHN-3 six digits by telephone', () => {
  it.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('RFC 6238, appendix B: second %i', async (second, code) => {
    const secret = new TextEncoder().encode('12345678901234567890');
    expect(await sixDigits(secret, second * 1000, 8)).toBe(code);
    expect(await sixDigits(secret, second * 1000)).toBe(code.slice(2));
  });

  it('say how long they hold', () => {
    expect(holdsFor(59_000)).toBe(1000);
    expect(holdsFor(60_000)).toBe(30_000);
  });
});

describe('PHN-2 what the PIN locks', () => {
  const pack = { villages: [{ name: 'Xóm Mới', head: { name: 'Nguyễn Văn A', phone: '0987 654 321' } }] };

  it('opens with the same PIN and shows nothing of itself while locked', async () => {
    const text = await lock('135790', pack);
    expect(text).not.toMatch(/Xóm|0987/);
    expect(JSON.parse(text)).toMatchObject({ rounds: 600_000 });
    expect(await unlock('135790', text)).toEqual(pack);
  });

  it('opens with no other PIN, nor when a byte of it is changed', async () => {
    const text = await lock('135790', pack, 1000);
    await expect(unlock('135791', text)).rejects.toBeInstanceOf(WrongPin);
    const changed = { ...JSON.parse(text), iv: Buffer.from(randomBytes(12)).toString('base64') };
    await expect(unlock('135790', JSON.stringify(changed))).rejects.toBeInstanceOf(WrongPin);
  });

  it('is never locked the same way twice', async () => {
    expect(await lock('135790', pack, 1000)).not.toBe(await lock('135790', pack, 1000));
  });
});
