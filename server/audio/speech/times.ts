// Clock times (16h30, 18:30, 5h, 7h-9h, 24/7) flow in; spoken hours and minutes flow out.
import { sayInteger } from './numbers.ts';

const clock = String.raw`(?<![\d.,:/])\d{1,2}\s?[hH](?:\s?\d{2})?(?![\p{L}\p{N}])`;

export function sayTimes(text: string): string {
  const hours = (written: string): string => `${sayInteger(written)} giờ`;
  const minutes = (written?: string): string =>
    written === undefined || Number(written) === 0 ? '' : ` ${sayInteger(written)} phút`;
  return text
    .replace(/(?<![\d.,/:])24\s?\/\s?24\s?(?:[hH]|giờ)?(?![\p{L}\p{N}/])/gu, 'hai mươi tư trên hai mươi tư giờ')
    .replace(/(?<![\d.,/:])24\s?\/\s?7(?![\p{L}\p{N}/])/gu, 'hai mươi tư trên bảy')
    .replace(new RegExp(`(${clock})\\s?[-–—]\\s?(?=\\d{1,2}\\s?[hH:])`, 'gu'), '$1 đến ')
    .replace(/(?<![\d.,:/])(\d{1,2}(?::\d{2})?)\s?[-–—]\s?(?=\d{1,2}(?:\s?[hH](?!\p{L})|:\d{2}))/gu, '$1 đến ')
    .replace(
      /(?<![\d.,:])([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?(?:\s?[hH])?(?![\p{L}\d:])/gu,
      (_, h: string, m: string, s?: string) =>
        `${hours(h)}${minutes(m)}${s === undefined || Number(s) === 0 ? '' : ` ${sayInteger(s)} giây`}`,
    )
    .replace(
      /(?<![\p{L}\d.,:])(\d{1,3})\s?[hH](?:\s?([0-5]\d)(?:\s?(?:'|phút|ph|p)(?![\p{L}]))?)?(?![\p{L}\p{N}])/gu,
      (_, h: string, m?: string) => `${hours(h)}${minutes(m)}`,
    )
    .replace(
      /(?<![\p{L}\d.,:])([01]?\d|2[0-4])g([0-5]\d)(?![\p{L}\p{N}])/gu,
      (_, h: string, m: string) => `${hours(h)}${minutes(m)}`,
    )
    .replace(/(?<=\bgiờ )(\d{2})'/gu, '$1 phút');
}
