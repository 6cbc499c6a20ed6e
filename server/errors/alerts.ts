// What alerts, gauges and CAP messages may meet.
import type { ErrorText } from './text.ts';

export const alerts = {
  wrong_pin: { status: 403, vi: 'Mã PIN không đúng', en: 'Wrong PIN' },
} satisfies Record<string, ErrorText>;
