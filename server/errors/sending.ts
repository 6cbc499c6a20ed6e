// What places and announcements may meet.
import type { ErrorText } from './text.ts';

export const sending = {
  // Places
  area_exists: { status: 409, vi: 'Ở đây đã có khu vực tên {name}', en: 'There is an area named {name} here already' },
  area_not_empty: {
    status: 409,
    vi: '{name} chưa trống: còn khu vực con, cụm loa, tài khoản hoặc bản ghi',
    en: '{name} is not empty: areas, clusters, accounts or recordings are left in it',
  },
  area_in_itself: {
    status: 409,
    vi: 'Không thể đưa {name} vào chính nó hoặc vào khu vực con của nó',
    en: '{name} cannot go into itself or into an area below it',
  },
  not_a_village: { status: 409, vi: '{name} không phải là thôn', en: '{name} is not a village' },
  bad_list: {
    status: 400,
    vi: 'Danh sách sai ở dòng {line}, cột {column}: {why}',
    en: 'The list is wrong in line {line}, column {column}: {why}',
  },

  // Announcing
  use_alerts: {
    status: 409,
    vi: 'Tin khẩn cấp chỉ phát qua màn hình Khẩn cấp',
    en: 'Emergencies go by /api/alerts alone',
  },
  not_ready: {
    status: 409,
    vi: 'Chưa phát được vì chưa sẵn sàng: {titles}',
    en: 'Cannot be sent while this is not ready: {titles}',
  },
  no_clusters: { status: 409, vi: '{where} chưa có cụm loa nào', en: 'There is no cluster in {where}' },
  start_passed: { status: 409, vi: 'Giờ phát đã qua: {at}', en: 'Its start has passed: {at}' },
  changed_meanwhile: {
    status: 409,
    vi: '“{what}” vừa được người khác thay đổi; hãy xem lại',
    en: '“{what}” was changed by somebody else just now; look again',
  },
  too_many_parts: {
    status: 400,
    vi: 'Nội dung có quá nhiều mục, tối đa {most}',
    en: 'The content has too many parts, at most {most}',
  },
  broadcast_too_long: {
    status: 400,
    vi: 'Buổi phát quá dài, tối đa {hours} giờ',
    en: 'The broadcast is too long, at most {hours} hours',
  },
  approval_outdated: {
    status: 409,
    vi: 'Nội dung “{what}” đã thay đổi sau khi duyệt; cần duyệt lại',
    en: 'The content of “{what}” was changed after its approval and must be approved again',
  },
  stopped_already: { status: 409, vi: 'Buổi phát đã bị dừng', en: 'The broadcast has been stopped' },
  programme_used: {
    status: 409,
    vi: 'Chương trình đang dùng trong lịch: {uses}',
    en: 'The programme is used in schedules: {uses}',
  },

  // Link
} satisfies Record<string, ErrorText>;
