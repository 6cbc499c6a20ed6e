// What any request may meet: its form, the person, their rights.
import type { ErrorText } from './text.ts';

export const requests = {
  // Requests
  bad_request: { status: 400, vi: 'Yêu cầu sai ở {where}: {why}', en: 'Bad request at {where}: {why}' },
  not_found: { status: 404, vi: 'Không tìm thấy {what}', en: 'Not found: {what}' },
  conflict: { status: 409, vi: 'Không làm được: {why}', en: 'Conflict: {why}' },
  too_large: { status: 413, vi: 'Dữ liệu gửi lên quá lớn', en: 'The request is too large' },
  unsupported_media: {
    status: 415,
    vi: 'Không nhận kiểu dữ liệu {type}',
    en: 'Media type {type} is not accepted here',
  },
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
  session_only: {
    status: 403,
    vi: 'Chỉ người đang đăng nhập mới làm được việc này',
    en: 'Only a signed-in person may do this',
  },
  wrong_setup_code: { status: 403, vi: 'Mã cài đặt không đúng', en: 'Wrong set-up code' },
  already_set_up: { status: 409, vi: 'Hệ thống đã có tài khoản', en: 'The system has been set up already' },
  name_taken: { status: 409, vi: 'Đã có tài khoản tên {name}', en: 'There is an account named {name} already' },
  own_account: {
    status: 409,
    vi: 'Hãy sửa tài khoản của chính mình ở trang cá nhân',
    en: 'Change your own account on your own page',
  },
  needs_approval: {
    status: 403,
    vi: 'Ở {where} phải gửi lãnh đạo duyệt trước khi phát',
    en: 'In {where} a leader must approve before it is sent',
  },
  not_approved: { status: 409, vi: 'Buổi phát chưa được duyệt', en: 'The broadcast has not been approved' },
  own_item: {
    status: 403,
    vi: 'Không tự duyệt tin do chính mình soạn',
    en: 'Nobody approves an item of their own',
  },
  beyond_role: {
    status: 403,
    vi: 'Trưởng thôn chỉ phát tin thông thường, không quá 5 phút, ở thôn mình',
    en: 'A village head sends normal items of up to 5 minutes to the own village',
  },
  wrong_state: {
    status: 409,
    vi: 'Không làm được khi đang ở trạng thái {state}',
    en: 'Not possible while its state is {state}',
  },
} satisfies Record<string, ErrorText>;
