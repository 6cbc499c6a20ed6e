// What the agent asks of a loudspeaker, whatever it is made of: it pulls samples for moments, and says when it is broken.

export const SAMPLE_RATE = 48_000;

/** Fills `into` (mono, 48 kHz) with what shall be heard from this moment of the monotonic clock on, ms. */
export type Render = (into: Int16Array, heardAt: number) => void;

export interface SpeakerRoom {
  render: Render;
  /** It cannot sound; called once until `mended`. */
  fault(detail: string): void;
  mended(): void;
}

export interface Speaker {
  /** For the list of devices: kind and device. */
  describe: string;
  /** Whether what was rendered is known to have gone out, so that its measured level is a proof. */
  measures: boolean;
  /** Resolves when it runs, or has said its fault and tries again by itself. */
  open(room: SpeakerRoom): Promise<void>;
  /** Sound is due within seconds: ask for samples without a gap from now on. */
  wake(): void;
  /** Nothing is due: it need not ask. */
  rest(): void;
  close(): Promise<void>;
}
