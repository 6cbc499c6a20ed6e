// The states before anything is signed, by the shape that the server answers.
import type { BroadcastSummary } from '../protocol/api/broadcasts.ts';

export type ApprovalState = BroadcastSummary['state'];
