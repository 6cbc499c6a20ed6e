// A program of its own: text flows in by standard input, WAV flows out by standard output, spoken by eSpeak NG compiled to
// WebAssembly. The package is GPL-3 and optional, so nothing of the server links to it.
import { text } from 'node:stream/consumers';
import load from '@echogarden/espeak-ng-emscripten';
import { writeWave } from './wave.ts';

const [voice = 'vi', rate = '150'] = process.argv.slice(2);
const { eSpeakNGWorker } = await load();
const speaker = new eSpeakNGWorker();
if (speaker.set_voice(voice) !== 0) throw new Error(`no voice ${voice}`);
speaker.set_rate(Number(rate));

const pieces: Int16Array[] = [];
speaker.synthesize(await text(process.stdin), piece => {
  // The piece is a view of memory that the synthesiser uses again.
  pieces.push(Int16Array.from(piece));
  return false;
});
const samples = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
pieces.reduce((at, piece) => {
  samples.set(piece, at);
  return at + piece.length;
}, 0);
process.stdout.write(writeWave({ sampleRate: speaker.get_samplerate(), samples }));
