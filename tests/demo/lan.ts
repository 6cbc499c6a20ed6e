// The demonstration for a telephone on the same network: this machine's address and a certificate made just now come out, because
// a phone gives its microphone only to https.
import { networkInterfaces } from 'node:os';
import tls from 'node:tls';
import { generate } from 'selfsigned';

export interface Lan {
  /** What the phone opens. */
  origin: string;
  tls: { key: string; cert: string };
}

/** IPv4 addresses under which others reach this machine, private networks first. */
export function lanAddresses(interfaces = networkInterfaces()): string[] {
  const own = Object.values(interfaces).flatMap(list => list ?? []);
  const addresses = own.filter(one => one.family === 'IPv4' && !one.internal).map(one => one.address);
  const isPrivate = (address: string): boolean => /^(192\.168|10|172\.(1[6-9]|2\d|3[01]))\./.test(address);
  return addresses.sort((a, b) => Number(isPrivate(b)) - Number(isPrivate(a)));
}

/** Throws if this machine is on no network. From now on this process trusts the certificate. */
export async function openLan(port: number): Promise<Lan> {
  const addresses = lanAddresses();
  const [first] = addresses;
  if (first === undefined) throw new Error('--lan: máy này chưa nối mạng nội bộ · this machine is not on a network');
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'Loa – trình diễn' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + 7 * 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          ...['127.0.0.1', ...addresses].map(ip => ({ type: 7 as const, ip })),
        ],
      },
    ],
  });
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), cert]);
  return { origin: `https://${first}:${port}`, tls: { key, cert } };
}
