// What gauges, proposals and CAP messages may meet.
import type { ErrorText } from './text.ts';

export const warning = {
  bad_readings: {
    status: 400,
    vi: 'Số đo sai ở dòng {line}: {why}',
    en: 'The readings are wrong in line {line}: {why}',
  },
  reading_ahead: {
    status: 400,
    vi: 'Số đo lúc {at} ở tương lai; xem lại đồng hồ của trạm',
    en: 'The reading of {at} lies in the future; check the clock of the gauge',
  },
  proposal_decided: {
    status: 409,
    vi: 'Đề xuất này đã được xử lý: {by}',
    en: 'This proposal was decided already: {by}',
  },
  proposal_outdated: {
    status: 409,
    vi: 'Đề xuất này đã quá hạn lúc {at}',
    en: 'This proposal was outdated at {at}',
  },
  template_needed: {
    status: 409,
    vi: 'Hãy chọn mẫu cảnh báo và nơi phát cho đề xuất này',
    en: 'Choose a template and targets for this proposal',
  },
  no_siren: {
    status: 409,
    vi: 'Đề xuất này không được kèm còi',
    en: 'No siren may come of this proposal',
  },
  not_automatic: {
    status: 409,
    vi: 'Máy chủ này không cho phép tự phát (LOA_AUTOMATIC)',
    en: 'This server does not allow automatic play (LOA_AUTOMATIC)',
  },
  arming_too_long: {
    status: 400,
    vi: 'Chỉ được đặt tự phát tối đa {days} ngày',
    en: 'Automatic play may be armed for {days} days at most',
  },
  arming_alone: {
    status: 400,
    vi: 'Trạm phải đi cùng một trạm khác, không phải chính nó',
    en: 'The gauge that agrees must be another one',
  },
  cap_invalid: { status: 422, vi: 'Bản tin CAP không hợp lệ', en: 'The CAP message is not valid' },
  cap_sender: {
    status: 422,
    vi: 'Bên gửi {sender} không có trong danh sách được nghe',
    en: 'The sender {sender} is not on the list of those who are listened to',
  },
  cap_signature: {
    status: 422,
    vi: 'Bản tin của {sender} phải có chữ ký đúng của bên gửi',
    en: 'Messages of {sender} need a valid signature of that sender',
  },
  cap_broken_signature: {
    status: 422,
    vi: 'Chữ ký không khớp với bản tin: bản tin đã bị sửa',
    en: 'The signature does not match: the message was changed',
  },
  cap_changed: {
    status: 422,
    vi: 'Đã có bản tin cùng mã {identifier} nhưng nội dung khác: có thể bị giả mạo',
    en: 'A message with the identity {identifier} but other content came before: it may be forged',
  },
  cap_future: {
    status: 422,
    vi: 'Bản tin ghi giờ gửi {sent} ở tương lai',
    en: 'The message was sent at {sent}, in the future',
  },
  cap_not_owner: {
    status: 422,
    vi: 'Bản tin dẫn bản tin của bên khác: {value}',
    en: 'The message refers to one of another sender: {value}',
  },
  fetch_refused: {
    status: 400,
    vi: 'Không được lấy dữ liệu từ {host}: {why}',
    en: 'Fetching from {host} is not allowed: {why}',
  },
} satisfies Record<string, ErrorText>;
