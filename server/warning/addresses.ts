// Which machines this server may fetch from: addresses and what an administrator has opened go in, a verdict comes out. Everything
// that is not the public Internet is closed: an address in a feed must not become a hand inside our own network.
import { BlockList, isIP } from 'node:net';

/** IPv4 that is not public: RFC 6890 and its companions. */
const CLOSED_4: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
/** Of IPv6 only 2000::/3 is public, and in it these lead elsewhere: documentation, benchmarks, tunnels that wrap IPv4. */
const CLOSED_6: readonly [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const listOf = (networks: readonly [string, number][], family: 'ipv4' | 'ipv6'): BlockList => {
  const list = new BlockList();
  for (const [address, prefix] of networks) list.addSubnet(address, prefix, family);
  return list;
};
const closed4 = listOf(CLOSED_4, 'ipv4');
const closed6 = listOf(CLOSED_6, 'ipv6');
const public6 = listOf([['2000::', 3]], 'ipv6');

/** IPv4 written as IPv6, `::ffff:127.0.0.1` in any of its forms, as what it is. */
function plain(address: string): string {
  if (isIP(address) !== 6) return address;
  const host = new URL(`http://[${address.split('%')[0]}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(host);
  if (!mapped) return host;
  const [high = 0, low = 0] = mapped.slice(1).map(part => Number.parseInt(part, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

export interface OpenHosts {
  /** Whether everything at this name was opened. */
  name(host: string): boolean;
  /** Whether it is public, or was opened. */
  address(address: string): boolean;
}

const NETWORK = /^(\[?[0-9a-f:.]+\]?)(?:\/(\d{1,3}))?$/i;
const HOST = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;

/** Whether this may stand in LOA_FETCH_ALLOW: a host's name, an address, or a network such as 10.0.0.0/8. */
export function isHostOrNetwork(text: string): boolean {
  const [, address = '', prefix] = NETWORK.exec(text) ?? [];
  const family = isIP(address.replace(/^\[|\]$/g, ''));
  if (family !== 0) return prefix === undefined || Number(prefix) <= (family === 4 ? 32 : 128);
  return HOST.test(text) && !/^[\d.]+$/.test(text);
}

/** `allowed` are texts that `isHostOrNetwork`. */
export function openHosts(allowed: readonly string[]): OpenHosts {
  const names = new Set<string>();
  const open = new BlockList();
  for (const text of allowed) {
    const [, bracketed = '', prefix] = NETWORK.exec(text) ?? [];
    const address = bracketed.replace(/^\[|\]$/g, '');
    const family = isIP(address);
    if (family === 0) names.add(text.toLowerCase());
    else open.addSubnet(address, Number(prefix ?? (family === 4 ? 32 : 128)), family === 4 ? 'ipv4' : 'ipv6');
  }
  return {
    name: host => names.has(host.toLowerCase()),
    address(given) {
      const address = plain(given);
      const family = isIP(address);
      if (family === 0) return false;
      if (open.check(address, family === 4 ? 'ipv4' : 'ipv6')) return true;
      return family === 4
        ? !closed4.check(address, 'ipv4')
        : public6.check(address, 'ipv6') && !closed6.check(address, 'ipv6');
    },
  };
}
