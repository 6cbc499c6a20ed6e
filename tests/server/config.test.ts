// Drives the reading of the environment: what is unset has a default, what is wrong is named.
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../server/config.ts';

describe('the configuration', () => {
  it('has defaults for everything, also where a variable is empty', () => {
    expect(readConfig({ LOA_PORT: '', PATH: '/bin' })).toEqual({
      port: 8080,
      host: '127.0.0.1',
      data: './data',
      keys: 'data/keys',
      recordings: './recordings/store',
      voice: null,
      timezone: 'Asia/Ho_Chi_Minh',
      publicUrl: null,
      trustProxy: 'loopback',
      fetchAllow: [],
      automatic: false,
      logLevel: 'info',
      admin: null,
    });
  });

  it('keeps the origin of the public address', () => {
    expect(readConfig({ LOA_PUBLIC_URL: 'https://loa.boha.vn/' }).publicUrl).toBe('https://loa.boha.vn');
  });

  it('FET-2: opens hosts and networks by a list', () => {
    const { fetchAllow } = readConfig({ LOA_FETCH_ALLOW: 'hydro.local, 10.0.0.0/8\n127.0.0.1' });
    expect(fetchAllow).toEqual(['hydro.local', '10.0.0.0/8', '127.0.0.1']);
  });

  it.each([
    [{ LOA_FETCH_ALLOW: '10.0.0.0/40' }, /^LOA_FETCH_ALLOW: /],
    [{ LOA_AUTOMATIC: 'yes' }, /^LOA_AUTOMATIC: /],
    [{ LOA_PORT: 'eighty' }, /^LOA_PORT: /],
    [{ LOA_PORT: '70000' }, /^LOA_PORT: /],
    [{ LOA_TIMEZONE: 'Hanoi' }, /^LOA_TIMEZONE: .*IANA/],
    [{ LOA_PUBLIC_URL: 'loa.boha.vn' }, /^LOA_PUBLIC_URL: /],
    [{ LOA_PUBLIC_URL: 'ftp://loa.boha.vn' }, /^LOA_PUBLIC_URL: /],
    [{ LOA_PUBLIC_URL: 'https://loa.boha.vn/loa' }, /^LOA_PUBLIC_URL: .*path/],
    [{ LOA_LOG: 'loud' }, /^LOA_LOG: /],
    [{ LOA_ADMIN_USER: 'a', LOA_ADMIN_PASSWORD: 'short' }, /^LOA_ADMIN_PASSWORD: /],
    [{ LOA_ADMIN_USER: 'a' }, /both or neither/],
    [{ LOA_ADMIN_USER: 'a', LOA_ADMIN_PASSWORD: 'long enough', LOA_ADMIN_PIN: '12' }, /^LOA_ADMIN_PIN: /],
  ])('%j stops the program and names the variable', (env, message) => {
    expect(() => readConfig(env)).toThrow(message);
  });
});
