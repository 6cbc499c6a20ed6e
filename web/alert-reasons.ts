// Choices that pages offer in the order of protocol/api/alerts.ts, spelled out so that its parser stays off the phone.
import type { AloneReason, Call } from '../protocol/api/alerts.ts';

export const aloneReason: readonly AloneReason[] = ['unreachable', 'rising', 'orderedByWord'];
export const toldHow: readonly NonNullable<Call['how']>[] = ['phone', 'megaphone', 'handSiren', 'doorToDoor'];
