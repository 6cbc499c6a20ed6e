// What we use of two packages that ship no types. Both are optional and loaded only inside a voice program.

declare module '@echogarden/espeak-ng-emscripten' {
  interface Voice {
    /** Answers 0 if the voice exists. */
    set_voice(name: string): number;
    set_rate(wordsPerMinute: number): void;
    get_samplerate(): number;
    /** Hands over samples in pieces; answering true stops it. */
    synthesize(text: string, piece: (samples: Int16Array) => boolean): void;
  }
  export default function load(): Promise<{ eSpeakNGWorker: new () => Voice }>;
}

declare module 'sherpa-onnx-node' {
  interface OfflineTtsConfig {
    model: { vits: { model: string; tokens: string; dataDir: string } };
    numThreads: number;
    provider: 'cpu';
    maxNumSentences: number;
  }
  class OfflineTts {
    constructor(config: OfflineTtsConfig);
    generate(request: { text: string; sid: number; speed: number; enableExternalBuffer: boolean }): {
      samples: Float32Array;
      sampleRate: number;
    };
  }
  const sherpa: { OfflineTts: typeof OfflineTts };
  export default sherpa;
}
