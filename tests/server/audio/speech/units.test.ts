// Drives the normaliser with measures, river levels, flood alarm levels, weather and money.
import { describe } from 'vitest';
import { reads } from '../../../support/reading.ts';

describe('measures', () => {
  reads([
    ['7,26 m', 'bảy phẩy hai mươi sáu mét'],
    ['6,30 m', 'sáu phẩy ba mươi mét'],
    ['7.26 m', 'bảy phẩy hai mươi sáu mét'],
    ['0,3 km', 'không phẩy ba ki lô mét'],
    ['5cm', 'năm xăng ti mét'],
    ['100-200 mm', 'một trăm đến hai trăm mi li mét'],
    ['200mm/24h', 'hai trăm mi li mét trên hai mươi tư giờ'],
    ['75-88 km/h', 'bảy mươi lăm đến tám mươi tám ki lô mét trên giờ'],
    ['1.250 m³/s', 'một nghìn hai trăm năm mươi mét khối trên giây'],
    ['300m3/s', 'ba trăm mét khối trên giây'],
    ['đơn vị: m3/s', 'đơn vị: mét khối trên giây'],
    ['2,5 ha', 'hai phẩy năm héc ta'],
    ['25 m²', 'hai mươi lăm mét vuông'],
    ['120kg', 'một trăm hai mươi ki lô gam'],
    ['38,5°C', 'ba mươi tám phẩy năm độ xê'],
    ['35oC', 'ba mươi lăm độ xê'],
    ['10 độ C', 'mười độ xê'],
    ['17,5°N; 110,2°E', 'mười bảy phẩy năm độ vĩ bắc; một trăm mười phẩy hai độ kinh đông'],
    ['95%', 'chín mươi lăm phần trăm'],
    ['2,15 %', 'hai phẩy mười lăm phần trăm'],
    ['lộ 35kV', 'lộ ba mươi lăm ki lô vôn'],
    ['65 dB', 'sáu mươi lăm đề xi ben'],
    ['65 dB(A) ban ngày', 'sáu mươi lăm đề xi ben a ban ngày'],
    ['985hPa', 'chín trăm tám mươi lăm héc tô pát can'],
    ['xe trên 10T', 'xe trên mười tấn'],
    ['cao 1m10, nặng 18kg', 'cao một mét mười, nặng mười tám ki lô gam'],
    ['20 lít/người/ngày', 'hai mươi lít một người một ngày'],
    ['2-3 lần/ngày', 'hai đến ba lần một ngày'],
    ['pha 25ml', 'pha hai mươi lăm mi li lít'],
  ]);
});

describe('flood alarm levels', () => {
  reads([
    ['BĐ1', 'báo động một'],
    ['BĐ 2', 'báo động hai'],
    ['BĐIII', 'báo động ba'],
    ['báo động III', 'báo động ba'],
    ['báo động số 3', 'báo động ba'],
    ['BĐ2-BĐ3', 'báo động hai đến báo động ba'],
    ['trên BĐ3 0,96m', 'trên báo động ba không phẩy chín mươi sáu mét'],
  ]);
});

describe('money', () => {
  reads([
    ['50.000đ', 'năm mươi nghìn đồng'],
    ['3.500.000 đồng', 'ba triệu năm trăm nghìn đồng'],
    ['100.000 VNĐ', 'một trăm nghìn đồng'],
    ['1,5 triệu đồng', 'một phẩy năm triệu đồng'],
    ['1.5 triệu đồng', 'một phẩy năm triệu đồng'],
    ['36.000.000.000 đồng', 'ba mươi sáu tỷ đồng'],
    ['3 tỷ 200 triệu đồng', 'ba tỷ hai trăm triệu đồng'],
    ['500k', 'năm trăm nghìn'],
    ['1tr5', 'một triệu rưỡi'],
    ['25.000 đồng/kg', 'hai mươi lăm nghìn đồng một ki lô gam'],
    ['500.000đ/người', 'năm trăm nghìn đồng một người'],
    ['50.000đ/hộ/năm', 'năm mươi nghìn đồng một hộ một năm'],
    ['12.000-15.000 đồng', 'mười hai nghìn đến mười lăm nghìn đồng'],
    ['20 USD', 'hai mươi đô la Mỹ'],
  ]);
});
