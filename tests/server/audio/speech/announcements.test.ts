// Drives the normaliser with whole announcements, where the rules meet each other.
import { describe } from 'vitest';
import { reads } from '../../../support/reading.ts';

describe('announcements', () => {
  reads([
    [
      'Mực nước sông Thương tại trạm Phủ Lạng Thương lúc 03:00 ngày 9/10/2025 là 7,60 m, trên BĐ3 1,30 m.',
      'Mực nước sông Thương tại trạm Phủ Lạng Thương lúc ba giờ ngày mùng chín tháng mười năm hai nghìn không trăm hai mươi lăm là bảy phẩy sáu mươi mét, trên báo động ba một phẩy ba mươi mét.',
    ],
    [
      'Hồi 16h55 ngày 07/10, Chủ tịch UBND tỉnh phát lệnh báo động số III trên sông Thương.',
      'Hồi mười sáu giờ năm mươi lăm phút ngày mùng bảy tháng mười, Chủ tịch ủy ban nhân dân tỉnh phát lệnh báo động ba trên sông Thương.',
    ],
    [
      'Tâm bão số 10: sức gió mạnh nhất cấp 10-11 (89-117km/h), giật cấp 14.',
      'Tâm bão số mười: sức gió mạnh nhất cấp mười đến mười một, tám mươi chín đến một trăm mười bảy ki lô mét trên giờ, giật cấp mười bốn.',
    ],
    [
      'Tiêm phòng: 7h30 - 11h00 thứ 4, ngày 25/11 tại TYT xã (ĐT: 0204.3855.123).',
      'Tiêm phòng: bảy giờ ba mươi phút đến mười một giờ thứ tư, ngày hai mươi lăm tháng mười một tại trạm y tế xã, số điện thoại không hai không bốn, ba tám năm năm, một hai ba.',
    ],
    [
      'Mang theo 01 bản sao CCCD, 02 ảnh 3x4 cm.',
      'Mang theo một bản sao căn cước công dân, hai ảnh ba nhân bốn xăng ti mét.',
    ],
    [
      'Cấm xe tải trên 3,5T từ 6h00-22h00 trên QL17.',
      'Cấm xe tải trên ba phẩy năm tấn từ sáu giờ đến hai mươi hai giờ trên quốc lộ mười bảy.',
    ],
    [
      'Dịch tại 3/7 thôn; tiêu hủy 152 con, 8.456 kg.',
      'Dịch tại ba trên bảy thôn; tiêu hủy một trăm năm mươi hai con, tám nghìn bốn trăm năm mươi sáu ki lô gam.',
    ],
    [
      'KHẨN:\n- Thôn Đồng Kênh: 15 hộ\n* Thôn Hồng Lĩnh: 4 hộ.',
      'khẩn:\nThôn Đồng Kênh: mười lăm hộ.\nThôn Hồng Lĩnh: bốn hộ.',
    ],
    [
      'Nước lũ cách BĐIII còn 0,35m; đến 1h ngày 8/10 có khả năng vượt BĐ3.',
      'Nước lũ cách báo động ba còn không phẩy ba mươi lăm mét; đến một giờ ngày mùng tám tháng mười có khả năng vượt báo động ba.',
    ],
    [
      'Kết quả: đạt 98,7% (1.245/1.261 cử tri).',
      'Kết quả: đạt chín mươi tám phẩy bảy phần trăm, một nghìn hai trăm bốn mươi lăm trên một nghìn hai trăm sáu mươi mốt cử tri.',
    ],
    [
      'Sáng nay, 22/11, lúc 6h15, xảy ra TNGT tại Km 98+750 QL1A.',
      'Sáng nay, ngày hai mươi hai tháng mười một, lúc sáu giờ mười lăm phút, xảy ra tai nạn giao thông tại ki lô mét chín mươi tám cộng bảy trăm năm mươi quốc lộ một a.',
    ],
    ['Lịch phát: 5h-5h30.', 'Lịch phát: năm giờ đến năm giờ ba mươi phút.'],
    ['THÔNG BÁO\nVề việc cắt điện\nngày mai', 'thông báo.\nVề việc cắt điện\nngày mai'],
    ['Sơ tán ngay!!! Không quay lại…', 'Sơ tán ngay! Không quay lại.'],
  ]);
});
