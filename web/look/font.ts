// Be Vietnam Pro in two weights, drawn for Vietnamese marks; the phone's own letters stand in until it is there.
import latin400 from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-400-normal.woff2';
import latin700 from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-700-normal.woff2';
import vietnamese400 from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-vietnamese-400-normal.woff2';
import vietnamese700 from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-vietnamese-700-normal.woff2';

const VIETNAMESE =
  'U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB';
const LATIN =
  'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+2122,U+2190-2193,U+2212,U+2215,U+FEFF,U+FFFD';

export function loadFont(): void {
  for (const [file, weight, unicodeRange] of [
    [vietnamese400, '400', VIETNAMESE],
    [latin400, '400', LATIN],
    [vietnamese700, '700', VIETNAMESE],
    [latin700, '700', LATIN],
  ] as const)
    document.fonts.add(
      new FontFace('Be Vietnam Pro', `url(${file}) format("woff2")`, { weight, unicodeRange, display: 'swap' }),
    );
}
