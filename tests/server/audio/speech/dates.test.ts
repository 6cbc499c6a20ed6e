// Drives the normaliser with dates, weekdays, months and clock times.
import { describe } from 'vitest';
import { reads } from '../../../support/reading.ts';

describe('dates', () => {
  reads([
    ['21/11', 'ngày hai mươi mốt tháng mười một'],
    ['21/11/2026', 'ngày hai mươi mốt tháng mười một năm hai nghìn không trăm hai mươi sáu'],
    ['ngày 21/11/2026', 'ngày hai mươi mốt tháng mười một năm hai nghìn không trăm hai mươi sáu'],
    ['21.11.2026', 'ngày hai mươi mốt tháng mười một năm hai nghìn không trăm hai mươi sáu'],
    ['21-11-2026', 'ngày hai mươi mốt tháng mười một năm hai nghìn không trăm hai mươi sáu'],
    ['2026-11-21', 'ngày hai mươi mốt tháng mười một năm hai nghìn không trăm hai mươi sáu'],
    ['01/01/2027', 'ngày mùng một tháng một năm hai nghìn không trăm hai mươi bảy'],
    ['ngày 4/4', 'ngày mùng bốn tháng tư'],
    ['ngày 2/9', 'ngày mùng hai tháng chín'],
    ['Quốc khánh 2/9', 'Quốc khánh ngày mùng hai tháng chín'],
    ['ngày 10/3 âm lịch', 'ngày mùng mười tháng ba âm lịch'],
    ['mùng 5/5 âm lịch', 'mùng năm tháng năm âm lịch'],
    ['15/7 ÂL', 'ngày mười lăm tháng bảy âm lịch'],
    ['ngày 5 tháng 4', 'ngày mùng năm tháng tư'],
    ['05/9', 'ngày mùng năm tháng chín'],
    ['đêm 30/4 rạng sáng 1/5', 'đêm ngày ba mươi tháng tư rạng sáng ngày mùng một tháng năm'],
    ['tối 24/12', 'tối ngày hai mươi tư tháng mười hai'],
    ['thứ Bảy (21/11)', 'thứ Bảy, ngày hai mươi mốt tháng mười một'],
    ['ngày 30-4 và 1-5', 'ngày ba mươi tháng tư và mùng một tháng năm'],
    ['từ 20-25/11', 'từ ngày hai mươi đến ngày hai mươi lăm tháng mười một'],
    ['20/11-25/11', 'ngày hai mươi tháng mười một đến ngày hai mươi lăm tháng mười một'],
    ['tháng 11/2026', 'tháng mười một năm hai nghìn không trăm hai mươi sáu'],
    ['11/2026', 'tháng mười một năm hai nghìn không trăm hai mươi sáu'],
    ['T11/2026', 'tháng mười một năm hai nghìn không trăm hai mươi sáu'],
    ['rằm tháng 7', 'rằm tháng bảy'],
    ['từ tháng 9-12', 'từ tháng chín đến mười hai'],
    ['số 05/2026', 'số năm, năm hai nghìn không trăm hai mươi sáu'],
    ['thứ 2, 4 và 6', 'thứ hai, tư và sáu'],
    ['ngày 7 và 8/10', 'ngày mùng bảy và ngày mùng tám tháng mười'],
    ['T2-T6', 'thứ hai đến thứ sáu'],
    ['sáng T7, CN', 'sáng thứ bảy, chủ nhật'],
    ['năm học 2026-2027', 'năm học hai nghìn không trăm hai mươi sáu, hai nghìn không trăm hai mươi bảy'],
    ['nhiệm kỳ 2026-2031', 'nhiệm kỳ hai nghìn không trăm hai mươi sáu đến hai nghìn không trăm ba mươi mốt'],
    ['ngày/tháng/năm sinh', 'ngày, tháng, năm sinh'],
    ['số nhà 12/5 ngõ 3', 'số nhà mười hai trên năm ngõ ba'],
  ]);
});

describe('times', () => {
  reads([
    ['16h30', 'mười sáu giờ ba mươi phút'],
    ['16h55 ngày 7/10', 'mười sáu giờ năm mươi lăm phút ngày mùng bảy tháng mười'],
    ["19h30'", 'mười chín giờ ba mươi phút'],
    ['20g15', 'hai mươi giờ mười lăm phút'],
    ['18:30', 'mười tám giờ ba mươi phút'],
    ['18:30:15', 'mười tám giờ ba mươi phút mười lăm giây'],
    ['5h', 'năm giờ'],
    ['05h00', 'năm giờ'],
    ['8h05', 'tám giờ năm phút'],
    ['02:00', 'hai giờ'],
    ['00h30', 'không giờ ba mươi phút'],
    ['7h30 - 11h', 'bảy giờ ba mươi phút đến mười một giờ'],
    ['từ 7h-9h', 'từ bảy giờ đến chín giờ'],
    ['18:30-19:00', 'mười tám giờ ba mươi phút đến mười chín giờ'],
    ['trong 6-12h tới', 'trong sáu đến mười hai giờ tới'],
    ['từ 7 giờ 30 - 11 giờ', 'từ bảy giờ ba mươi đến mười một giờ'],
    ['12h/ngày', 'mười hai giờ một ngày'],
    ['trong 24h qua', 'trong hai mươi tư giờ qua'],
    ['24/7', 'hai mươi tư trên bảy'],
    ['trực 24/24h', 'trực hai mươi tư trên hai mươi tư giờ'],
    ['trực 24/24 giờ', 'trực hai mươi tư trên hai mươi tư giờ'],
  ]);
});
