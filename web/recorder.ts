// The phone's microphone while somebody speaks: a take and its loudness out. Started by one tap, stopped by another.

export interface Take {
  blob: Blob;
  fileName: string;
  durationMs: number;
}
export interface Recording {
  /** 0–1, RMS of the last moment on a scale that people read as loudness. */
  level(): number;
  elapsedMs(): number;
  stop(): Promise<Take>;
  /** Lets go of the microphone and keeps nothing. */
  cancel(): void;
}

/** In the order of preference; phones differ. */
const KINDS = [
  { type: 'audio/webm;codecs=opus', ending: 'webm' },
  { type: 'audio/ogg;codecs=opus', ending: 'ogg' },
  { type: 'audio/mp4', ending: 'm4a' },
] as const;

/** −50 dBFS and below is 0, −6 dBFS is 1. */
const scaled = (rms: number): number => Math.min(1, Math.max(0, (20 * Math.log10(rms + 1e-6) + 50) / 44));

export const canRecord = (): boolean =>
  typeof MediaRecorder !== 'undefined' && navigator.mediaDevices?.getUserMedia !== undefined;

/** Throws what getUserMedia throws: the person said no, or there is no microphone. */
export async function startRecording(): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { channelCount: 1, echoCancellation: false, noiseSuppression: true, autoGainControl: true },
  });
  const kind = KINDS.find(({ type }) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(stream, { ...(kind ? { mimeType: kind.type } : {}), audioBitsPerSecond: 64_000 });
  const pieces: Blob[] = [];
  recorder.ondataavailable = event => {
    if (event.data.size > 0) pieces.push(event.data);
  };

  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 2048;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);

  // A dark screen stops the microphone on many phones. Where the lock is refused, recording still works.
  const lock = await navigator.wakeLock?.request('screen').catch(() => null);
  const startedAt = performance.now();
  recorder.start(1000);

  const release = () => {
    for (const track of stream.getTracks()) track.stop();
    void context.close();
    void lock?.release();
  };

  return {
    level() {
      analyser.getFloatTimeDomainData(samples);
      let sum = 0;
      for (const sample of samples) sum += sample * sample;
      return scaled(Math.sqrt(sum / samples.length));
    },
    elapsedMs: () => performance.now() - startedAt,
    stop: () =>
      new Promise((resolve, reject) => {
        const durationMs = performance.now() - startedAt;
        recorder.onerror = () => reject(new Error('the recorder failed'));
        recorder.onstop = () => {
          release();
          resolve({
            blob: new Blob(pieces, { type: recorder.mimeType }),
            fileName: `ghi-am.${kind?.ending ?? 'webm'}`,
            durationMs,
          });
        };
        recorder.stop();
      }),
    cancel() {
      recorder.onstop = null;
      if (recorder.state !== 'inactive') recorder.stop();
      release();
    },
  };
}
