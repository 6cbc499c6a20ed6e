// Drives the normaliser with bare numbers, decimals, ranges and signs, as they stand in commune announcements.
import { describe } from 'vitest';
import { reads } from '../../../support/reading.ts';

describe('whole numbers by the northern rules', () => {
  reads([
    ['0 ca mắc', 'không ca mắc'],
    ['5 hộ', 'năm hộ'],
    ['05 hộ', 'năm hộ'],
    ['10 hộ', 'mười hộ'],
    ['11 hộ', 'mười một hộ'],
    ['14 thôn', 'mười bốn thôn'],
    ['15 em', 'mười lăm em'],
    ['20 hộ', 'hai mươi hộ'],
    ['21 người', 'hai mươi mốt người'],
    ['24 nhà', 'hai mươi tư nhà'],
    ['25 nhà', 'hai mươi lăm nhà'],
    ['44 hộ', 'bốn mươi tư hộ'],
    ['55 tuổi', 'năm mươi lăm tuổi'],
    ['101 hộ', 'một trăm linh một hộ'],
    ['104 người', 'một trăm linh tư người'],
    ['105 hộ', 'một trăm linh năm hộ'],
    ['110 hộ', 'một trăm mười hộ'],
    ['111 hộ', 'một trăm mười một hộ'],
    ['115 hộ', 'một trăm mười lăm hộ'],
    ['1.001 hộ', 'một nghìn không trăm linh một hộ'],
    ['1.015 cây', 'một nghìn không trăm mười lăm cây'],
    ['1.842 hộ dân', 'một nghìn tám trăm bốn mươi hai hộ dân'],
    ['10.000 hộ', 'mười nghìn hộ'],
    ['100.000 người', 'một trăm nghìn người'],
    ['1.000.000 liều', 'một triệu liều'],
    ['2.000.500 con', 'hai triệu không nghìn năm trăm con'],
    ['1.000.005', 'một triệu không nghìn không trăm linh năm'],
    ['1,234,567', 'một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy'],
    ['Năm 1945', 'Năm một nghìn chín trăm bốn mươi lăm'],
    ['năm 2005', 'năm hai nghìn không trăm linh năm'],
    ['năm 2026', 'năm hai nghìn không trăm hai mươi sáu'],
    ['mã 007', 'mã không không bảy'],
  ]);
});

describe('decimals, negatives, ranges and fractions', () => {
  reads([
    ['0,5', 'không phẩy năm'],
    ['0,05%', 'không phẩy không năm phần trăm'],
    ['3,14159', 'ba phẩy một bốn một năm chín'],
    ['12,125 tấn', 'mười hai phẩy một trăm hai mươi lăm tấn'],
    ['1.234,56 m2', 'một nghìn hai trăm ba mươi tư phẩy năm mươi sáu mét vuông'],
    ['công nghiệp 4.0', 'công nghiệp bốn chấm không'],
    ['-5', 'âm năm'],
    ['-3°C', 'âm ba độ xê'],
    ['từ -3 đến 5', 'từ âm ba đến năm'],
    ['-01 bản sao CCCD', 'một bản sao căn cước công dân'],
    ['+5 ca mới', 'cộng năm ca mới'],
    ['5-10 hộ', 'năm đến mười hộ'],
    ['5 - 7 người', 'năm đến bảy người'],
    ['gió cấp 8-9, giật cấp 11', 'gió cấp tám đến chín, giật cấp mười một'],
    ['tỷ số 3-1', 'tỷ số ba một'],
    ['1/2', 'một phần hai'],
    ['½ ngày', 'một phần hai ngày'],
    ['3/4 dân số', 'ba phần tư dân số'],
    ['2/3 số hộ', 'hai phần ba số hộ'],
    ['12/13 xã', 'mười hai trên mười ba xã'],
    ['19/19 tiêu chí', 'mười chín trên mười chín tiêu chí'],
    ['3 x 4 m', 'ba nhân bốn mét'],
    ['xe > 3,5 tấn', 'xe trên ba phẩy năm tấn'],
    ['trẻ < 5 tuổi', 'trẻ dưới năm tuổi'],
    ['~ 200 hộ', 'khoảng hai trăm hộ'],
    ['tỷ lệ 1:500', 'tỷ lệ một trên năm trăm'],
  ]);
});

describe('ordinals and Roman numerals', () => {
  reads([
    ['lần thứ 1', 'lần thứ nhất'],
    ['thứ 2', 'thứ hai'],
    ['thứ 4', 'thứ tư'],
    ['lần thứ 14', 'lần thứ mười bốn'],
    ['Hội nghị lần thứ IV', 'Hội nghị lần thứ tư'],
    ['thứ I', 'thứ nhất'],
    ['quý IV/2026', 'quý tư năm hai nghìn không trăm hai mươi sáu'],
    ['quý 4', 'quý tư'],
    ['cấp XII', 'cấp mười hai'],
    ['khoá XV', 'khoá mười lăm'],
    ['khóa XX', 'khóa hai mươi'],
    ['thế kỷ XXI', 'thế kỷ hai mươi mốt'],
    ['Đại hội XIV', 'Đại hội mười bốn'],
    ['II. NHIỆM VỤ', 'hai. nhiệm vụ'],
    ['bão số 10', 'bão số mười'],
    ['lớp 4A', 'lớp bốn A'],
  ]);
});
