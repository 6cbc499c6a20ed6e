// A program of its own: text flows in by standard input, WAV flows out by standard output, spoken by a neural voice in a
// folder of Piper's layout. Its arguments are the paths of the model, the tokens and the eSpeak data.
import { text } from 'node:stream/consumers';
import sherpa from 'sherpa-onnx-node';
import { writeWave } from './wave.ts';

const [model = '', tokens = '', dataDir = ''] = process.argv.slice(2);
const speaker = new sherpa.OfflineTts({
  model: { vits: { model, tokens, dataDir } },
  // One thread: the other cores belong to announcements that are on the air.
  numThreads: 1,
  provider: 'cpu',
  maxNumSentences: 1,
});
const { samples, sampleRate } = speaker.generate({
  text: await text(process.stdin),
  sid: 0,
  speed: 1,
  enableExternalBuffer: false,
});
const clipped = Int16Array.from(samples, sample => Math.round(Math.max(-1, Math.min(1, sample)) * 32767));
process.stdout.write(writeWave({ sampleRate, samples: clipped }));
