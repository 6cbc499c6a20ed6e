// What alerts, gauges and CAP messages may meet.
import type { ErrorText } from './text.ts';

export const alerts = {
  how_missing: { status: 400, vi: 'Hãy chọn đã báo bằng cách nào', en: 'Say how they were told' },
  wrong_pin: { status: 403, vi: 'Mã PIN không đúng', en: 'Wrong PIN' },
  unknown_siren_code: {
    status: 422,
    vi: 'Không có bộ còi tên “{code}”; các bộ còi có sẵn: {known}',
    en: 'There is no siren code “{code}”; there are: {known}',
  },
  unknown_sentence: {
    status: 404,
    vi: 'Thư viện khẩn cấp không có câu {name} ở {where}',
    en: 'The emergency library has no sentence {name} in {where}',
  },
  machine_voice: {
    status: 422,
    vi: 'Bản ghi này là giọng máy; câu khẩn cấp của xã phải do người thu',
    en: 'This recording is a machine’s voice; a sentence of the commune’s own must be spoken by a person',
  },
  other_language: {
    status: 422,
    vi: 'Bản ghi nói tiếng “{recorded}”, câu này cần tiếng “{wanted}”',
    en: 'The recording is in “{recorded}”, the sentence is wanted in “{wanted}”',
  },
  sentence_too_long: {
    status: 422,
    vi: 'Câu khẩn cấp dài {seconds} giây, tối đa {most} giây: hãy thu lại ngắn hơn',
    en: 'The sentence lasts {seconds} s, at most {most} s: record it again, shorter',
  },
  own_voice: {
    status: 403,
    vi: 'Người thu không tự kiểm tra được: nhờ một người khác nghe',
    en: 'Whoever recorded it cannot check it: ask somebody else to listen',
  },
  recorded_again: {
    status: 409,
    vi: 'Câu này vừa được thu lại: hãy nghe bản mới rồi mới xác nhận',
    en: 'The sentence has been recorded again: listen to the new recording first',
  },
  pin_needed: { status: 403, vi: 'Cần nhập mã PIN', en: 'Enter your PIN' },
  wrong_code: {
    status: 403,
    vi: 'Mã 6 số không đúng hoặc đã dùng',
    en: 'The six digits are wrong or have been used',
  },
  siren_not_chosen: {
    status: 409,
    vi: '{where} chưa chọn mã còi của tỉnh',
    en: 'No siren code of the province has been picked in {where}',
  },
  no_such_siren: {
    status: 409,
    vi: 'Mã còi của tỉnh không có còi cho {what}',
    en: 'The siren code of the province has no siren for {what}',
  },
  siren_used_up: {
    status: 409,
    vi: 'Còi này đã hú đủ {most} lần cho một vụ',
    en: 'This siren has sounded {most} times, as often as its code allows',
  },
  siren_forbidden: {
    status: 409,
    vi: 'Không hú còi cho việc đã qua hoặc khó xảy ra',
    en: 'No siren sounds for what is past or unlikely',
  },
  siren_test_time: {
    status: 409,
    vi: 'Thử còi phải báo trước 24 giờ và phát từ 8 đến 17 giờ',
    en: 'A test of the sirens is announced 24 hours before and sounds between 8:00 and 17:00',
  },
  needs_second: { status: 409, vi: 'Cần người thứ hai đồng ý', en: 'A second person must agree' },
  same_person: {
    status: 409,
    vi: 'Người thứ hai phải là người khác',
    en: 'The second person must be somebody else',
  },
  same_phone: {
    status: 409,
    vi: 'Người thứ hai phải dùng điện thoại khác',
    en: 'The second person must use another phone',
  },
  wait_not_over: {
    status: 409,
    vi: 'Còn chờ người thứ hai {secondsLeft} giây',
    en: 'The second person is waited for {secondsLeft} seconds more',
  },
  alert_over: { status: 409, vi: 'Cảnh báo đã kết thúc', en: 'The alert is over' },
} satisfies Record<string, ErrorText>;
