// Drives the normaliser with document numbers, roads, number plates and the abbreviations of commune paperwork.
import { describe } from 'vitest';
import { reads } from '../../../support/reading.ts';

describe('document numbers', () => {
  reads([
    ['Quyết định số 15/QĐ-UBND', 'Quyết định số mười lăm của ủy ban nhân dân'],
    ['số 15/QĐ-UBND', 'số mười lăm, quyết định của ủy ban nhân dân'],
    [
      'Thông tư 39/2020/TT-BTTTT',
      'Thông tư ba mươi chín, năm hai nghìn không trăm hai mươi của bộ Thông tin và Truyền thông',
    ],
    ['NĐ 49/2024/NĐ-CP', 'nghị định bốn mươi chín, năm hai nghìn không trăm hai mươi tư của chính phủ'],
    ['Luật số 60/2024/QH15', 'Luật số sáu mươi, năm hai nghìn không trăm hai mươi tư của Quốc hội khóa mười lăm'],
    ['Chỉ thị số 05/CT-TTg', 'Chỉ thị số năm của thủ tướng chính phủ'],
    ['Nghị quyết số 21-NQ/TW', 'Nghị quyết số hai mươi mốt của trung ương'],
    ['Kế hoạch số 12/KH-UBND', 'Kế hoạch số mười hai của ủy ban nhân dân'],
    [
      'Thông báo số 112/TB-UBND ngày 20/11 của UBND xã',
      'Thông báo số một trăm mười hai ngày hai mươi tháng mười một của ủy ban nhân dân xã',
    ],
  ]);
});

describe('roads and plates', () => {
  reads([
    ['QL1A', 'quốc lộ một a'],
    ['QL37', 'quốc lộ ba mươi bảy'],
    ['QL.31', 'quốc lộ ba mươi mốt'],
    ['ĐT292', 'đường tỉnh hai chín hai'],
    ['ĐT.295B', 'đường tỉnh hai chín năm bê'],
    ['tỉnh lộ 242', 'tỉnh lộ hai bốn hai'],
    ['Km5+200', 'ki lô mét năm cộng hai trăm'],
    ['Km12+300 - Km15', 'ki lô mét mười hai cộng ba trăm đến ki lô mét mười lăm'],
    ['98B1-234.56', 'chín tám bê một, hai ba bốn, năm sáu'],
  ]);
});

describe('abbreviations', () => {
  reads([
    ['UBND xã Bố Hạ', 'ủy ban nhân dân xã Bố Hạ'],
    ['ubnd xã', 'ủy ban nhân dân xã'],
    ['HĐND, UBMTTQ', 'hội đồng nhân dân, ủy ban mặt trận Tổ quốc'],
    ['BCH PCTT&TKCN', 'ban chỉ huy phòng chống thiên tai và tìm kiếm cứu nạn'],
    ['BCH PCTT & TKCN', 'ban chỉ huy phòng chống thiên tai và tìm kiếm cứu nạn'],
    ['BCH Đoàn xã', 'ban chấp hành Đoàn xã'],
    ['TP. Hồ Chí Minh', 'thành phố Hồ Chí Minh'],
    ['TP.HCM', 'thành phố Hồ Chí Minh'],
    ['TX Việt Yên', 'thị xã Việt Yên'],
    ['TT Bố Hạ', 'thị trấn Bố Hạ'],
    ['TT Y tế', 'trung tâm Y tế'],
    ['TDP số 3', 'tổ dân phố số ba'],
    ['P. Ngô Quyền', 'phường Ngô Quyền'],
    ['trường THCS & THPT', 'trường trung học cơ sở và trung học phổ thông'],
    ['trường TH số 2', 'trường tiểu học số hai'],
    ['thẻ BHYT, BHXH', 'thẻ bảo hiểm y tế, bảo hiểm xã hội'],
    ['CCCD và VNeID', 'căn cước công dân và vê en e ai đi'],
    ['ATGT, ANTT, PCCC&CNCH', 'an toàn giao thông, an ninh trật tự, phòng cháy chữa cháy và cứu nạn cứu hộ'],
    ['KT-XH, QP-AN', 'kinh tế xã hội, quốc phòng an ninh'],
    ['Phó CT UBND', 'Phó chủ tịch ủy ban nhân dân'],
    ['Công ty CP Môi trường', 'Công ty cổ phần Môi trường'],
    ['CA xã', 'công an xã'],
    ['đ/c Nguyễn Văn A', 'đồng chí Nguyễn Văn A'],
    ['3 đ/c công an', 'ba đồng chí công an'],
    ['ĐẦU TƯ, THỨ TƯ, ĐU ĐỦ', 'đầu tư, thứ tư, đu đủ'],
    ['PHẠM VI, XI MĂNG, CA NHẠC', 'phạm vi, xi măng, ca nhạc'],
    ['v/v phun hóa chất', 'về việc phun hóa chất'],
    ['bia, rượu, v.v...', 'bia, rượu, vân vân.'],
    ['H5N1, COVID-19', 'hát năm en một, cô vít mười chín'],
    ['mạng 4G', 'mạng bốn gờ'],
    ['kênh VTV1', 'kênh vê tê vê một'],
    ['UBND XÃ BỐ HẠ THÔNG BÁO', 'ủy ban nhân dân xã bố hạ thông báo'],
    ['thôn/bản', 'thôn, bản'],
    ['điện & nước', 'điện và nước'],
  ]);
});
