// What alerts, gauges and CAP messages may meet.
import type { ErrorText } from './text.ts';

export const alerts = {
  how_missing: { status: 400, vi: 'Hãy chọn đã báo bằng cách nào', en: 'Say how they were told' },
  wrong_pin: { status: 403, vi: 'Mã PIN không đúng', en: 'Wrong PIN' },
} satisfies Record<string, ErrorText>;
