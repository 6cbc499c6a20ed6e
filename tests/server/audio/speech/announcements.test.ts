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
    ['THÔNG BÁO\nVề việc cắt điện\nngày mai', 'thông báo.\nVề việc cắt điện\nngày mai'],
    ['Sơ tán ngay!!! Không quay lại…', 'Sơ tán ngay! Không quay lại.'],
  ]);
});
