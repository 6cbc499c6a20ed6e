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
} satisfies Record<string, ErrorText>;
