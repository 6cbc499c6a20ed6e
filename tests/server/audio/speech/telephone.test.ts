// Drives the normaliser with telephone, emergency and identity numbers, and with addresses on the web.
import { describe } from 'vitest';
import { reads } from '../../../support/reading.ts';

describe('telephone numbers go digit by digit, in groups', () => {
  reads([
    ['0912345678', 'không chín một hai, ba bốn năm, sáu bảy tám'],
    ['0912.345.678', 'không chín một hai, ba bốn năm, sáu bảy tám'],
    ['091 234 5678', 'không chín một, hai ba bốn, năm sáu bảy tám'],
    ['0204 3855 123', 'không hai không bốn, ba tám năm năm, một hai ba'],
    ['02043855123', 'không hai không bốn, ba tám năm năm, một hai ba'],
    ['(0204) 3855.123', 'không hai không bốn, ba tám năm năm, một hai ba'],
    ['0204 3xxx xxx', 'không hai không bốn, ba ích ích ích, ích ích ích'],
    ['+84 912 345 678', 'cộng tám tư, chín một hai, ba bốn năm, sáu bảy tám'],
    ['ĐT: 0912345678', 'số điện thoại không chín một hai, ba bốn năm, sáu bảy tám'],
    ['SĐT 0987 654 321', 'số điện thoại không chín tám bảy, sáu năm bốn, ba hai một'],
    ['điện thoại: 3855123', 'điện thoại: ba tám năm năm, một hai ba'],
    ['tổng đài 1800 1091', 'tổng đài một tám không không, một không chín một'],
    ['19001009', 'một chín không không, một không không chín'],
    ['tổng đài 1022', 'tổng đài một không hai hai'],
    ['hotline 113/114/115', 'hotline một một ba, một một bốn, một một năm'],
    [
      '0912345678/0987654321',
      'không chín một hai, ba bốn năm, sáu bảy tám, không chín tám bảy, sáu năm bốn, ba hai một',
    ],
    ['gọi 113', 'gọi một một ba'],
    ['gọi ngay 114 hoặc 115', 'gọi ngay một một bốn hoặc một một năm'],
    ['cứu hỏa 114, cấp cứu 115', 'cứu hỏa một một bốn, cấp cứu một một năm'],
    ['gọi 115 thanh niên nhập ngũ', 'gọi một trăm mười lăm thanh niên nhập ngũ'],
    ['113 người', 'một trăm mười ba người'],
    ['CCCD 024085001234', 'căn cước công dân không hai bốn, không tám năm, không không một, hai ba bốn'],
    ['CCCD 024 085 001 234', 'căn cước công dân không hai bốn, không tám năm, không không một, hai ba bốn'],
    ['STK: 1234567890123', 'số tài khoản: một hai ba bốn, năm sáu bảy, tám chín không, một hai ba'],
  ]);
});

describe('addresses on the web', () => {
  reads([
    ['https://dichvucong.gov.vn', 'dichvucong chấm gốp chấm vê en'],
    ['www.bacninh.gov.vn', 'vê kép vê kép vê kép chấm bacninh chấm gốp chấm vê en'],
    ['ubnd@bacninh.gov.vn', 'u bê en dê a còng bacninh chấm gốp chấm vê en'],
    ['zalo.me/123', 'da lô chấm me gạch chéo một hai ba'],
  ]);
});
