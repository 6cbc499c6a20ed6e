// The one register of errors: a stable code for programs, a status for HTTP, and the sentence an operator reads.
// The sentences stand in `errors/`, a file for each part of the house.
import { alerts } from './errors/alerts.ts';
import { audio } from './errors/audio.ts';
import { requests } from './errors/requests.ts';
import { sending } from './errors/sending.ts';
import { warning } from './errors/warning.ts';

const register = { ...requests, ...audio, ...sending, ...alerts, ...warning };

export type ErrorCode = keyof typeof register;

/** Stable words of `details` as people say them: the rights, and what may be missing. */
const spoken: Record<string, { vi: string; en: string }> = {
  read: { vi: 'xem', en: 'read' },
  announce: { vi: 'soạn buổi phát', en: 'announce' },
  announceAtOnce: { vi: 'phát không cần duyệt', en: 'announce without approval' },
  approve: { vi: 'duyệt', en: 'approve' },
  stop: { vi: 'dừng phát', en: 'stop broadcasts' },
  library: { vi: 'sửa kho bản ghi', en: 'change the library' },
  signal: { vi: 'gửi số đo và bản tin CAP', en: 'hand in readings and CAP messages' },
  places: { vi: 'sửa địa bàn', en: 'change places' },
  install: { vi: 'lắp đặt cụm loa', en: 'install clusters' },
  people: { vi: 'quản lý tài khoản', en: 'manage accounts' },
  audit: { vi: 'xem nhật ký hệ thống', en: 'read the audit log' },
  contacts: { vi: 'xem số điện thoại', en: 'see telephone numbers' },
  alert: { vi: 'phát và rút cảnh báo', en: 'send and take back alerts' },
  confirm: { vi: 'đồng ý phát còi, sơ tán', en: 'confirm sirens and evacuations' },
  '*': { vi: 'nơi nào', en: 'any area' },
  area: { vi: 'khu vực này', en: 'this area' },
  cluster: { vi: 'cụm loa này', en: 'this cluster' },
  village: { vi: 'thôn này', en: 'this village' },
  villageName: { vi: 'tên thôn', en: 'name' },
  households: { vi: 'số hộ', en: 'households' },
  inhabitants: { vi: 'số khẩu', en: 'people' },
  head: { vi: 'trưởng thôn', en: 'head' },
  headPhone: { vi: 'điện thoại trưởng thôn', en: "head's telephone" },
  deputy: { vi: 'phó thôn', en: 'deputy' },
  deputyPhone: { vi: 'điện thoại phó thôn', en: "deputy's telephone" },
  noName: { vi: 'thiếu tên thôn', en: 'the name is missing' },
  noNumber: { vi: 'không phải là số', en: 'not a number' },
  noPhone: { vi: 'không phải là số điện thoại', en: 'not a telephone number' },
  tooLong: { vi: 'quá dài', en: 'too long' },
  nameTwice: { vi: 'tên thôn bị trùng', en: 'the name stands twice' },
  tooManyColumns: { vi: 'thừa cột', en: 'too many columns' },
  noLines: { vi: 'không có dòng nào', en: 'there are no lines' },
  openQuote: { vi: 'thiếu dấu ngoặc kép đóng', en: 'a quotation mark is not closed' },
  draft: { vi: 'nháp', en: 'draft' },
  awaiting: { vi: 'chờ duyệt', en: 'awaiting' },
  approved: { vi: 'đã duyệt', en: 'approved' },
  returned: { vi: 'bị trả lại', en: 'returned' },
  link: { vi: 'đường dẫn này', en: 'this address' },
  person: { vi: 'người này', en: 'this person' },
  live: { vi: 'đang cảnh báo', en: 'live' },
  silenced: { vi: 'đã dừng tiếng', en: 'silenced' },
  withdrawn: { vi: 'đã rút lệnh', en: 'withdrawn' },
  corrected: { vi: 'đã đính chính', en: 'corrected' },
  ended: { vi: 'đã hết giờ phát', en: 'ended' },
  dropped: { vi: 'đã bỏ', en: 'dropped' },
  idTaken: { vi: 'mã lệnh này đã dùng cho việc khác', en: 'this id stands for something else' },
};

const fill = (text: string, details: Record<string, unknown>, language: 'vi' | 'en'): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    if (!(name in details)) return whole;
    const value = String(details[name]);
    return spoken[value]?.[language] ?? value;
  });

/** An expected refusal, told to the caller; anything else that is thrown is a bug and answers `internal`. */
export class LoaError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown>;

  constructor(code: ErrorCode, details: Record<string, unknown> = {}) {
    super(fill(register[code].en, details, 'en'));
    this.name = 'LoaError';
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return register[this.code].status;
  }

  /** The sentence for a person, in Vietnamese unless English is asked for. */
  say(language: 'vi' | 'en'): string {
    return fill(register[this.code][language], this.details, language);
  }
}
