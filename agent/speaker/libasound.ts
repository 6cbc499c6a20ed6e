// The few functions of libasound that a loudspeaker needs, found at run time: a device name in, a card to write samples to out.

const PLAYBACK = 0;
const NONBLOCK = 1;
const S16_LE = 2;
const INTERLEAVED = 3;

export interface Card {
  /** Frames that can be written now and frames between the next write and the ear, or an ALSA error. */
  status(): { ok: true; room: number; delay: number } | { ok: false; why: string };
  /** Frames taken. */
  write(samples: Int16Array): { ok: true; frames: number } | { ok: false; why: string };
  start(): void;
  /** Ready to be filled anew after an underrun or a rest. */
  prepare(): { ok: true } | { ok: false; why: string };
  /** Silent at once; what is queued is lost. */
  drop(): void;
  close(): void;
}

/** Opens the device for mono 16-bit samples with a queue of `queueMs`, or says why not. */
export async function openCard(
  device: string,
  rate: number,
  queueMs: number,
): Promise<{ ok: true; card: Card } | { ok: false; why: string }> {
  const alsa = await library();
  if (alsa === null)
    return { ok: false, why: 'libasound.so.2 is not on this machine (Debian: apt install libasound2)' };
  const said = (code: number) => `${device}: ${String(alsa.strerror(code))}`;
  const out: unknown[] = [null];
  const opened = Number(alsa.open(out, device, PLAYBACK, NONBLOCK));
  if (opened < 0) return { ok: false, why: said(opened) };
  const pcm = out[0];
  const set = Number(alsa.setParams(pcm, S16_LE, INTERLEAVED, 1, rate, 1, queueMs * 1000));
  if (set < 0) {
    alsa.close(pcm);
    return { ok: false, why: said(set) };
  }
  const room = new BigInt64Array(1);
  const delay = new BigInt64Array(1);
  return {
    ok: true,
    card: {
      status() {
        const code = Number(alsa.availDelay(pcm, room, delay));
        return code < 0 ? { ok: false, why: said(code) } : { ok: true, room: Number(room[0]), delay: Number(delay[0]) };
      },
      write(samples) {
        const frames = Number(alsa.write(pcm, samples, samples.length));
        return frames < 0 ? { ok: false, why: said(frames) } : { ok: true, frames };
      },
      start: () => void alsa.start(pcm),
      prepare() {
        const code = Number(alsa.prepare(pcm));
        return code < 0 ? { ok: false, why: said(code) } : { ok: true };
      },
      drop: () => void alsa.drop(pcm),
      close: () => void alsa.close(pcm),
    },
  };
}

async function bind() {
  // Loaded only where there is a card to drive: it costs memory.
  const { default: koffi } = await import('koffi');
  const lib = koffi.load('libasound.so.2');
  return {
    open: lib.func('int snd_pcm_open(_Out_ void **pcm, const char *name, int stream, int mode)'),
    setParams: lib.func(
      'int snd_pcm_set_params(void *pcm, int format, int access, unsigned int channels, unsigned int rate, int resample, unsigned int latency)',
    ),
    availDelay: lib.func('int snd_pcm_avail_delay(void *pcm, int64_t *avail, int64_t *delay)'),
    write: lib.func('long snd_pcm_writei(void *pcm, void *buffer, unsigned long frames)'),
    start: lib.func('int snd_pcm_start(void *pcm)'),
    prepare: lib.func('int snd_pcm_prepare(void *pcm)'),
    drop: lib.func('int snd_pcm_drop(void *pcm)'),
    close: lib.func('int snd_pcm_close(void *pcm)'),
    strerror: lib.func('const char *snd_strerror(int code)'),
  };
}

type Library = Awaited<ReturnType<typeof bind>>;
let bound: Promise<Library | null> | null = null;

/** Null where there is no libasound. */
function library(): Promise<Library | null> {
  bound ??= bind().catch((error: unknown) => {
    if (!(error instanceof Error)) throw error;
    return null;
  });
  return bound;
}
