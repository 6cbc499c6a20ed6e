// The page that a phone beside the box sees: presets and a notice in, one HTML page without script out.
import { createHash } from 'node:crypto';
import type { OnSitePreset } from '../protocol/order.ts';

const STYLE = `
body{font:20px/1.4 system-ui,sans-serif;margin:0 auto;max-width:34rem;padding:1rem;color:#111;background:#fff}
h1{font-size:1.4rem;margin:.2rem 0 1rem}
fieldset{border:0;margin:0;padding:0}
label.p{display:flex;gap:.8rem;align-items:center;min-height:3.4rem;margin:.5rem 0;padding:0 1rem;border:2px solid #555;border-radius:.6rem}
input[type=radio]{width:1.6rem;height:1.6rem}
input[name=code]{font-size:2rem;letter-spacing:.3em;width:100%;box-sizing:border-box;padding:.6rem;border:2px solid #555;border-radius:.6rem}
button{display:block;width:100%;min-height:4rem;margin:1rem 0 0;font-size:1.4rem;font-weight:700;border:3px solid #b00020;border-radius:.6rem;background:#fff;color:#b00020}
button.go{background:#b00020;color:#fff}
p.n{padding:.8rem 1rem;border-left:.5rem solid #b00020;background:#f3f3f3}
`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Everything that is not on this page is forbidden to it. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

/** What became of the last press, as the page says it. */
export const NOTICES = {
  started: 'Đang phát ra loa.',
  already: 'Loa đang phát mục này rồi.',
  stopped: 'Đã dừng phát.',
  nothing: 'Không có gì đang phát từ trang này.',
  wrong: 'Mã không đúng. Gọi cán bộ trực để hỏi mã hôm nay.',
  locked: 'Nhập sai nhiều lần. Chờ vài phút rồi thử lại, hoặc dùng nút bấm trên tủ loa.',
  unknown: 'Hãy chọn một mục để phát.',
} as const;
export type Notice = keyof typeof NOTICES;

export const isNotice = (text: string): text is Notice => Object.hasOwn(NOTICES, text);

const escaped = (text: string): string => text.replace(/[&<>"']/g, letter => `&#${letter.charCodeAt(0)};`);

export function localPage(name: string, presets: readonly OnSitePreset[], notice: Notice | null): string {
  const choices = presets.map(
    ({ number, title }, i) =>
      `<label class="p"><input type="radio" name="preset" value="${number}"${i === 0 ? ' checked' : ''}>${number}. ${escaped(title)}</label>`,
  );
  const form = `<form method="post" action="/" autocomplete="off">
<fieldset><legend>Phát gì?</legend>${choices.join('')}</fieldset>
<label for="code">Mã 6 số hôm nay</label>
<input id="code" name="code" inputmode="numeric" pattern="[0-9 ]{6,8}" maxlength="8" required>
<button class="go" name="do" value="start">PHÁT RA LOA</button>
<button name="do" value="stop">DỪNG</button>
</form>`;
  return `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Phát tại chỗ</title><style>${STYLE}</style></head><body>
<h1>Phát tại chỗ: ${escaped(name)}</h1>
${notice ? `<p class="n" role="status">${NOTICES[notice]}</p>` : ''}
${presets.length > 0 ? form : '<p class="n">Cụm loa này chưa được cài mục nào để phát tại chỗ.</p>'}
</body></html>`;
}
