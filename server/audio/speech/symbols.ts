// Signs between words and figures flow in; the words for them flow out.
import { NUMBER, sayNumber } from './numbers.ts';

export function saySymbols(text: string): string {
  return text
    .replace(/(?<=\d):(?=(?:19|20)\d{2}(?!\d))/g, ', năm ')
    .replace(/(?<=\d)\s?:\s?(?=\d)/g, ' trên ')
    .replace(/(?<=\d)\s?\/\s?(?=\d)/g, ' trên ')
    .replace(new RegExp(`(${NUMBER})\\s?\\+\\s?(?=\\d)`, 'gu'), (_, left: string) => `${sayNumber(left)} cộng `)
    .replace(
      /(?<![\d.])(\d+)\.(\d{1,2}|\d{4,})(?![.,]?\d)/g,
      (_, whole: string, part: string) => `${whole} chấm ${part}`,
    )
    .replace(/(?<=[\p{L}\d])\+(?!\p{L})/gu, ' cộng ')
    .replace(/(?<=^|\s)\+(?=\d)/g, 'cộng ')
    .replace(/\s\+\s/g, ' cộng ')
    .replace(/(?<=phím )#/g, 'thăng')
    .replace(/(?<=phím )\*/g, 'sao')
    .replace(/&/g, ' và ')
    .replace(/≥|>=/g, ' lớn hơn hoặc bằng ')
    .replace(/≤|<=/g, ' nhỏ hơn hoặc bằng ')
    .replace(/[→⇒]|->|=>/g, ' đến ')
    .replace(/>(?=\s?\d)/g, ' trên ')
    .replace(/<(?=\s?\d)/g, ' dưới ')
    .replace(/>/g, ' lớn hơn ')
    .replace(/</g, ' nhỏ hơn ')
    .replace(/=/g, ' bằng ')
    .replace(/±/g, ' cộng trừ ')
    .replace(/[~≈]/g, ' khoảng ')
    .replace(/\$/g, ' đô la ')
    .replace(/°/g, ' độ ')
    .replace(/‰/g, ' phần nghìn ')
    .replace(/@/g, ' a còng ');
}
