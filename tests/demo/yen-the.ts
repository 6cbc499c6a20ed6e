// A Yên Thế to show things on: thirteen communes, their villages and sixty clusters come out, the same on every run. Names of
// communes are real; villages, numbers, people and telephones are made up, and every page says so (số liệu minh hoạ).
import type { NewCluster } from '../../protocol/api/places.ts';
import { seeded } from '../support/tone.ts';

export interface DemoVillage {
  name: string;
  /** Null: nobody has counted yet. */
  households: number | null;
  people: number | null;
  head: string;
  headPhone: string;
  deputy: string;
  deputyPhone: string;
  /** Spoken beside Vietnamese, ISO 639-3; null: Vietnamese alone. */
  language: string | null;
}

export interface DemoCluster extends Pick<NewCluster, 'name' | 'kind' | 'position' | 'speakers'> {
  /** Villages by name; it stands in the first. */
  serves: string[];
}

export interface DemoCommune {
  name: string;
  villages: DemoVillage[];
  clusters: DemoCluster[];
}

/** Name, latitude, longitude, clusters, what is spoken in its last villages, villages. Those beyond the clusters have none of their own. */
const COMMUNES: readonly (readonly [string, number, number, number, string | null, string])[] = [
  ['Bố Hạ', 21.458, 106.236, 5, null, 'Phố Chợ, Tân Xuân, Đồng Quán, Gia Lâm, Cầu Đá, Vàng Ngoài'],
  ['Đồng Kỳ', 21.472, 106.196, 5, null, 'Đồng Lân, Trại Quân, Cống Huyện, Giếng Chảnh, Đồng Hom, Ngò Hai'],
  ['Xuân Lương', 21.583, 106.112, 5, 'tyz', 'Xuân Môi, Đồng Gia, Làng Dưới, Ao Tuần, Nghè, Bãi Gianh, Ven'],
  ['Tam Tiến', 21.541, 106.118, 5, 'nut', 'Đồng Chủ, Hố Luồng, Rừng Dài, Núi Lim, Song Sơn, Thị Cùng'],
  ['Phồn Xương', 21.482, 106.131, 5, null, 'Phố Cầu, Đồng Nhân, Chẽ, Làng Mạc, Hoàng Hoa Thám, Trại Cọ'],
  ['Đồng Vương', 21.547, 106.171, 5, 'nut', 'Bản La Lanh, La Xa, Trại Mới, Đồng Tâm, Cây Sấu, Bình Minh, Khuôn Rắn'],
  ['Canh Nậu', 21.574, 106.068, 5, 'tyz', 'Gốc Bòng, Đình, Nà Táng, Còn Trang, Dốc Đơ, Khuôn Đống'],
  ['Đồng Tiến', 21.592, 106.186, 5, 'nut', 'Cây Thị, Trại Hồng, Khe Ngọn, Bản Cỏ, Gốc Dổi, Vàng Chanh, Cây Vối'],
  ['An Thượng', 21.455, 106.092, 4, null, 'An Châu, Tân Vân, Hố Vầu, Đầm Hồng, Trại Mía'],
  ['Hương Vĩ', 21.476, 106.268, 4, null, 'Bo Chợ, Nam Cầu, Cầu Gụ, Mỏ Hương, Vi Sơn'],
  ['Đông Sơn', 21.503, 106.213, 4, 'mji', 'Hồ Tiến, Đồi Hồng, Bến Trăm, Ao Cạn, Đền Trắng'],
  ['Tiến Thắng', 21.519, 106.061, 4, 'mlc', 'Tân Gia, Rừng Phe, Bãi Lát, Tiến Bộ, Đồng Đảng'],
  ['Tân Hiệp', 21.497, 106.088, 4, 'mlc', 'Chùa, Hàm Rồng, Đồi Mơ, Đồng Cờ, Thép'],
];
/** How many villages at the end of a commune's list speak its second language as well. */
const WITH_LANGUAGE = 3;
/** Its exams are why this one has quiet hours of its own during the first broadcast. */
export const EXAM_CLUSTER = 'Cụm Đồng Nhân';
/** It loses its line during the first broadcast. */
export const DEAD_ZONE_CLUSTER = 'Cụm Bản La Lanh';
/** Its amplifier gives up at the first sound. */
export const BLOWN_CLUSTER = 'Cụm Cầu Đá';

const FAMILY = ['Nguyễn', 'Trần', 'Nông', 'Hoàng', 'Vi', 'Lý', 'Đàm', 'Giáp', 'Thân', 'La', 'Bế', 'Hà'];
const MIDDLE = ['Văn', 'Thị', 'Đức', 'Thanh', 'Minh', 'Xuân', 'Hữu', 'Ngọc'];
const GIVEN = ['Bình', 'Hoa', 'Tuấn', 'Lan', 'Sơn', 'Hạnh', 'Quang', 'Yến', 'Dũng', 'Mai', 'Thắng', 'Liên', 'Phúc'];

export function yenThe(): DemoCommune[] {
  const random = seeded(1884);
  const within = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const pick = (from: readonly string[]): string => from[within(0, from.length - 1)] ?? '';
  let phones = 0;
  let clusters = 0;

  const person = (): string => `${pick(FAMILY)} ${pick(MIDDLE)} ${pick(GIVEN)}`;
  /** Nobody has been given such a number: it is counted up from nought. */
  const phone = (): string => `0900 000 ${String(++phones).padStart(3, '0')}`;

  function village(name: string, language: string | null): DemoVillage {
    const households = within(68, 214);
    return {
      name,
      households,
      people: Math.round(households * (3.6 + random() * 0.7)),
      head: person(),
      headPhone: phone(),
      deputy: person(),
      deputyPhone: phone(),
      language,
    };
  }

  function cluster(serves: string[], lat: number, lon: number): DemoCluster {
    const number = clusters++;
    // Every other cluster has three: thirty with two and thirty with three are a hundred and fifty.
    const count = number % 2 === 0 ? 2 : 3;
    const kind = number % 10 === 6 ? 'hall' : 'pole';
    const first = within(0, 11) * 30;
    const near = (degrees: number): number => Math.round((degrees + (random() - 0.5) * 0.036) * 1e5) / 1e5;
    return {
      name: `Cụm ${serves[0]?.replace('Thôn ', '')}`,
      kind,
      position: { lat: near(lat), lon: near(lon) },
      speakers: Array.from({ length: count }, (_, index) =>
        kind === 'hall'
          ? { bearingDeg: (first + index * 180) % 360, powerW: 60, model: 'Loa hội trường 60 W' }
          : { bearingDeg: (first + (index * 360) / count) % 360, tiltDeg: -5, powerW: 30, model: 'Loa nén 30 W' },
      ),
      serves,
    };
  }

  return COMMUNES.map(([name, lat, lon, count, language, list]) => {
    const names = list.split(', ').map(one => (/^(Bản|Phố|Làng) /.test(one) ? one : `Thôn ${one}`));
    const villages = names.map((one, index) => village(one, index >= names.length - WITH_LANGUAGE ? language : null));
    // The village after those with a cluster of their own is heard from the last one; a further one from none.
    const neighbour = names[count];
    const made = names
      .slice(0, count)
      .map((one, index) => cluster(index === count - 1 && neighbour ? [one, neighbour] : [one], lat, lon));
    // One commune has not counted its newest village yet: unknown is unknown, not nought.
    if (name === 'Đồng Tiến') Object.assign(villages.at(-1) ?? {}, { households: null, people: null });
    return { name: `Xã ${name}`, villages, clusters: made };
  });
}

/** As a commune would paste it from a sheet. */
export const asPasted = (villages: readonly DemoVillage[]): string =>
  [
    'Thôn\tSố hộ\tSố khẩu\tTrưởng thôn\tĐiện thoại\tPhó thôn\tĐiện thoại phó thôn',
    ...villages.map(one =>
      [
        one.name,
        one.households?.toLocaleString('vi-VN') ?? '',
        one.people?.toLocaleString('vi-VN') ?? '',
        one.head,
        one.headPhone,
        one.deputy,
        one.deputyPhone,
      ].join('\t'),
    ),
  ].join('\n');
