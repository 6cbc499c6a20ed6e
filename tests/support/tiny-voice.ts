// Writes a voice folder of Piper's layout whose "network" turns every phoneme into 50 ms of its own tone: five kilobytes that
// drive the whole neural path, from phonemes to samples, without a trained voice.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const sampleRate = 22_050;
const samplesPerPhoneme = 1102;

// The protobuf wire format, as much of it as an ONNX file needs.
type Bytes = Uint8Array;

function varint(value: number): Bytes {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const more = rest > 127n;
    bytes.push(Number(rest & 127n) | (more ? 128 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Uint8Array.from(bytes);
}

const pack = (parts: readonly Bytes[]): Bytes => new Uint8Array(Buffer.concat(parts));
const whole = (field: number, value: number): Bytes => pack([varint(field << 3), varint(value)]);
const framed = (field: number, body: Bytes | string): Bytes => {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return pack([varint((field << 3) | 2), varint(bytes.length), bytes]);
};

const floatType = 1;
const int64Type = 7;

function node(operation: string, inputs: string[], output: string, castTo?: number): Bytes {
  const attribute = castTo === undefined ? [] : [framed(5, pack([framed(1, 'to'), whole(3, castTo), whole(20, 2)]))];
  return framed(
    1,
    pack([...inputs.map(name => framed(1, name)), framed(2, output), framed(4, operation), ...attribute]),
  );
}

function constant(name: string, type: number, values: Float32Array | BigInt64Array): Bytes {
  const raw = new Uint8Array(values.buffer);
  return framed(5, pack([whole(1, values.length), whole(2, type), framed(8, name), framed(9, raw)]));
}

function port(field: number, name: string, type: number, dimensions: (string | number)[]): Bytes {
  const shape = dimensions.map(size => framed(1, typeof size === 'string' ? framed(2, size) : whole(1, size)));
  const tensor = framed(1, pack([whole(1, type), framed(2, pack(shape))]));
  return framed(field, pack([framed(1, name), framed(2, tensor)]));
}

/** output[i] = gain · sin(input[i] · 2π · 20 Hz · t): each phoneme's number chooses its pitch. */
function tinyModel(gain: number): Bytes {
  const phase = Float32Array.from({ length: samplesPerPhoneme }, (_, n) => (2 * Math.PI * 20 * n) / sampleRate);
  const graph = pack([
    node('Cast', ['input'], 'numbers', floatType),
    node('Reshape', ['numbers', 'column'], 'rows'),
    node('Mul', ['rows', 'phase'], 'angles'),
    node('Sin', ['angles'], 'tones'),
    node('Mul', ['tones', 'gain'], 'output'),
    framed(2, 'tiny'),
    constant('column', int64Type, BigInt64Array.of(-1n, 1n)),
    constant('phase', floatType, phase),
    constant('gain', floatType, Float32Array.of(gain)),
    port(11, 'input', int64Type, ['batch', 'phonemes']),
    port(11, 'input_lengths', int64Type, ['batch']),
    port(11, 'scales', floatType, [3]),
    port(12, 'output', floatType, ['phonemes', samplesPerPhoneme]),
  ]);
  const metadata = {
    model_type: 'vits',
    comment: 'piper',
    language: 'Vietnamese',
    voice: 'vi',
    has_espeak: '1',
    n_speakers: '1',
    sample_rate: String(sampleRate),
    add_blank: '1',
  };
  return pack([
    whole(1, 8),
    framed(2, 'tiny'),
    framed(7, graph),
    framed(8, pack([framed(1, ''), whole(2, 13)])),
    ...Object.entries(metadata).map(([key, value]) => framed(14, pack([framed(1, key), framed(2, value)]))),
  ]);
}

const phonemes =
  '_^$ !\'(),-.:;?abcdefghijklmnopqrstuvwxyzæçðøħŋœǀǁǂǃɐɑɒɓɔɕɖɗɘəɚɛɜɞɟɠɡɢɣɤɥɦɧɨɪɫɬɭɮɯɰɱɲɳɴɵɶɸɹɺɻɽɾʀʁʂʃʄʈʉʊʋʌʍʎʏʐʑʒʔʕʘʙʛʜʝʟʡʢʲˈˌːˑ˞βθχᵻⱱ0123456789\u0327\u0303\u032a\u032f\u0329ʰˤεↆ#"';

/** The eSpeak data that a Piper voice needs for Vietnamese, cut out of the npm package's one big file. */
async function writeEspeakData(folder: string): Promise<void> {
  const program = createRequire(import.meta.url).resolve('@echogarden/espeak-ng-emscripten');
  const [listing, data] = await Promise.all([
    readFile(program, 'utf8'),
    readFile(join(dirname(program), 'espeak-ng.data')),
  ]);
  const wanted =
    /^(?:phontab|phonindex|phondata|phondata-manifest|intonations|vi_dict|en_dict|lang\/aav\/vi|lang\/gmw\/en)$/;
  for (const [, name = '', start, end] of listing.matchAll(
    /filename:"\/usr\/share\/espeak-ng-data\/([^"]+)",start:(\d+),end:(\d+)/g,
  )) {
    if (!wanted.test(name)) continue;
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), data.subarray(Number(start), Number(end)));
  }
}

/** `gain` 0 makes a voice that says nothing. */
export async function writeTinyVoice(folder: string, { gain = 0.3 } = {}): Promise<void> {
  await writeEspeakData(join(folder, 'espeak-ng-data'));
  await writeFile(join(folder, 'model.onnx'), tinyModel(gain));
  const tokens = [...new Set(phonemes)].map((phoneme, number) => `${phoneme} ${number}\n`);
  await writeFile(join(folder, 'tokens.txt'), tokens.join(''));
}
