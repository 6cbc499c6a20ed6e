// The one register of errors: a stable code for programs, a status for HTTP, and the sentence an operator reads.
// Texts may name values in braces, filled from `details`.

interface ErrorText {
  status: number;
  vi: string;
  en: string;
}

const register = {
  // Requests
  bad_request: { status: 400, vi: 'Yêu cầu sai ở {where}: {why}', en: 'Bad request at {where}: {why}' },
  not_found: { status: 404, vi: 'Không tìm thấy {what}', en: 'Not found: {what}' },
  conflict: { status: 409, vi: 'Không làm được: {why}', en: 'Conflict: {why}' },
  too_many_requests: {
    status: 429,
    vi: 'Quá nhiều yêu cầu, hãy thử lại sau ít phút',
    en: 'Too many requests, try again in a few minutes',
  },
  internal: { status: 500, vi: 'Máy chủ gặp lỗi, đã ghi lại', en: 'The server met an error and has logged it' },

  // People and rights
  sign_in_required: { status: 401, vi: 'Cần đăng nhập', en: 'Sign in first' },
  wrong_credentials: { status: 401, vi: 'Tên hoặc mật khẩu không đúng', en: 'Wrong name or password' },
  foreign_origin: { status: 403, vi: 'Yêu cầu đến từ trang lạ', en: 'The request comes from a foreign origin' },
  forbidden: { status: 403, vi: 'Bạn không có quyền {what} ở {where}', en: 'You have no right to {what} in {where}' },

  // Audio
  // Speech

  // Places

  // Announcing
  use_alerts: {
    status: 409,
    vi: 'Tin khẩn cấp chỉ phát qua màn hình Khẩn cấp',
    en: 'Emergencies go by /api/alerts alone',
  },

  // Link
} satisfies Record<string, ErrorText>;

export type ErrorCode = keyof typeof register;

const fill = (text: string, details: Record<string, unknown>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in details ? String(details[name]) : whole));

/** An expected refusal, told to the caller; anything else that is thrown is a bug and answers `internal`. */
export class LoaError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown>;

  constructor(code: ErrorCode, details: Record<string, unknown> = {}) {
    super(fill(register[code].en, details));
    this.name = 'LoaError';
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return register[this.code].status;
  }

  /** The sentence for a person, in Vietnamese unless English is asked for. */
  say(language: 'vi' | 'en'): string {
    return fill(register[this.code][language], this.details);
  }
}
