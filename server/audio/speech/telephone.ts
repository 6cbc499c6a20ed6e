// Telephone, account and identity numbers flow in; digits in groups, with a pause between groups, flow out.
import { sayDigit } from './numbers.ts';

const sayMark = (mark: string): string => (/\d/.test(mark) ? sayDigit(mark) : 'ích');
const sayGroup = (group: string): string => [...group].map(sayMark).join(' ');

/** Groups as written; an unbroken run is cut so that a listener can write it down. */
function sayGroups(written: string): string {
  const parts = written.split(/[^\dxX]+/).filter(part => part !== '');
  const groups = parts.flatMap(part => (part.length > 6 ? cut(part) : [part]));
  return ` ${groups.map(sayGroup).join(', ')} `;
}

function cut(run: string): string[] {
  if (run.length === 8 || run.length === 11) return run.match(/.{3,4}/g) ?? [run];
  const head = run.length % 3 === 0 ? 3 : run.length % 3 === 1 ? 4 : 5;
  return [run.slice(0, head), ...(run.slice(head).match(/.{3}/g) ?? [])];
}

const rest = String.raw`(?:[ .-]{0,2}[\dxX]){6,8}`;
const area = String.raw`\(?0\d{1,3}\)?`;
const free = String.raw`(?<![\d.,/])(?:1800|1900)[ .-]?\d{2,4}(?:[ .-]?\d{2,3})?(?![\d/]|[.,]\d)`;
const caller = 'gọi|hotline|tổng đài|đường dây nóng|số máy|điện thoại|nhắn|SĐT|ĐT|đt|sđt|gọi điện';
const filler =
  '(?:(?:ngay|đến|tới|số|cho|về|qua|theo|cảnh sát|cứu hoả|cứu hỏa|cấp cứu|máy|điện thoại|đường dây nóng|tổng đài|hotline|gửi)(?!\\p{L})|[ :.])';
const counted = 'công dân|thanh niên|người|hộ|lượt|cuộc|học sinh|chiến sĩ|đồng chí|đại biểu|quân|em|cháu|lần';

export function sayTelephones(text: string): string {
  return text
    .replace(
      /(?<=(?<!\p{L})(?:CCCD|CMND|căn cước|STK|số tài khoản|mã số thuế|MST)(?: công dân)?(?: số)?:? ?)\d{3,6}(?:[ .]\d{2,6}){1,5}(?!\d)/giu,
      sayGroups,
    )
    .replace(/(?<!\p{L})(?:SĐT|ĐT|Tel|Đt|đt|sđt)\.?\s?:?\s*(?=\(?[0+])/gu, 'số điện thoại ')
    .replace(
      /\+84[ .-]?\(?0?\)?((?:[ .-]?\d){9,10})(?!\d)/g,
      (_, subscriber: string) => ` cộng tám tư, ${sayGroups(subscriber)}`,
    )
    .replace(new RegExp(`(?<![\\p{L}\\d.,])(?=\\(?0[1-9\\d])${area}${rest}(?![\\dxX\\p{L}])`, 'gu'), sayGroups)
    .replace(new RegExp(free, 'g'), sayGroups)
    .replace(
      new RegExp(
        `(?<!\\p{L})((?:${caller})${filler}*)((?:\\d{3,8})(?:(?:\\s?[,/;-]\\s?|\\s(?:hoặc|và|hay)\\s)\\d{3,4})*)(?![\\d]|[.,:]\\d|\\s(?:${counted})(?!\\p{L}))`,
        'giu',
      ),
      (_, lead: string, numbers: string) => lead + sayList(numbers),
    )
    .replace(/(?<![\p{L}\d.,/])11[1-5](?:(?:\s?[,/]\s?|\s(?:hoặc|và|hay)\s)11[1-5])+(?![\d]|[.,/]\d)/gu, sayList)
    .replace(
      /(?<!\p{L})((?:cảnh sát|cứu hoả|cứu hỏa|cấp cứu|PCCC|công an)(?: \()?(?::|,)? ?(?:số )?)(11[1-5])(?![\p{L}\d])/giu,
      (_, lead: string, number: string) => lead + sayGroup(number),
    )
    .replace(/(?<![\p{L}\d.,/-])\d{9,18}(?![\p{L}\d]|[.,/-]\d|\s?(?:đ|VN|đồng))/gu, sayGroups);
}

function sayList(numbers: string): string {
  return numbers
    .replace(/\s?[/;-]\s?/g, ', ')
    .replace(/\d+/g, number => (number.length > 6 ? sayGroups(number).trim() : sayGroup(number)));
}
