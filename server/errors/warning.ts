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
} satisfies Record<string, ErrorText>;
