// The people of the demonstration: set up with the code that the server gave, appointed over the public API, each with a session.
import type { z } from 'zod';
import { me, type newPerson, person, type Role } from '../../protocol/api/people.ts';
import { type Client, type Door, setUp, signIn } from './client.ts';

export interface Account {
  /** As a commune calls it. */
  role: string;
  name: string;
  password: string;
  pin: string;
  client: Client;
}

export interface Staff {
  rootId: string;
  admin: Account;
  officer: Account;
  leader: Account;
  technician: Account;
  inspector: Account;
  appoint(
    said: Pick<Account, 'role' | 'name'> & { displayName: string; phoneNumber?: string },
    role: Role,
    areaId: string,
  ): Promise<Account>;
}

export async function appointStaff(parts: {
  door: Door;
  setupCode: string;
  /** Digits for passwords and PINs: no two demonstrations have the same. */
  digits: (count: number) => string;
}): Promise<Staff> {
  const { door, digits } = parts;
  const secrets = () => ({ password: `yenthe-${digits(6)}`, pin: digits(6) });

  const first = { name: 'quantri', ...secrets() };
  const client = await setUp(door, parts.setupCode, first);
  const { area } = await client.send('PATCH', '/api/session', { displayName: 'Quản trị hệ thống' }, me);

  const appoint: Staff['appoint'] = async ({ role: called, ...said }, role, areaId) => {
    const made: z.infer<typeof newPerson> = { ...said, ...secrets(), roles: [{ role, areaId }] };
    await client.send('POST', '/api/people', made, person);
    const { name, password, pin } = made;
    return { role: called, name, password, pin, client: await signIn(door, made) };
  };
  return {
    rootId: area.id,
    admin: { role: 'Quản trị', ...first, client },
    officer: await appoint(
      { role: 'Cán bộ', name: 'canbo', displayName: 'Nguyễn Thị Hoa', phoneNumber: '0900 000 901' },
      'officer',
      area.id,
    ),
    leader: await appoint(
      { role: 'Lãnh đạo', name: 'lanhdao', displayName: 'Giáp Văn Bình', phoneNumber: '0900 000 902' },
      'leader',
      area.id,
    ),
    technician: await appoint(
      { role: 'Kỹ thuật', name: 'kythuat', displayName: 'Nông Đức Sơn' },
      'technician',
      area.id,
    ),
    inspector: await appoint(
      { role: 'Thanh tra', name: 'thanhtra', displayName: 'Hoàng Minh Quang' },
      'inspector',
      area.id,
    ),
    appoint,
  };
}
