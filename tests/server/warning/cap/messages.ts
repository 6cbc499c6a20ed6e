// CAP messages of our own making: what a province's flood office could send about the river Thương.
interface Parts {
  identifier?: string;
  sent?: string;
  status?: string;
  msgType?: string;
  afterScope?: string;
  info?: string;
  area?: string;
}

export const cap12 = 'urn:oasis:names:tc:emergency:cap:1.2';
export const sender = 'pctt@bacninh.example.vn';

export const areaXml = `<area>
      <areaDesc>Xã Bố Hạ, tỉnh Bắc Ninh</areaDesc>
      <polygon>21.40,106.10 21.40,106.20 21.50,106.20 21.40,106.10</polygon>
      <circle>21.45,106.15 3.5</circle>
      <geocode><valueName>VN-MaXa</valueName><value>07246</value></geocode>
      <altitude>10</altitude>
      <ceiling>300.5</ceiling>
    </area>`;

export const infoXml = (area = areaXml): string => `<info>
    <language>vi-VN</language>
    <category>Met</category>
    <category>Safety</category>
    <event>Lũ trên sông Thương</event>
    <responseType>Evacuate</responseType>
    <urgency>Immediate</urgency>
    <severity>Severe</severity>
    <certainty>Observed</certainty>
    <audience>Người dân ven sông</audience>
    <eventCode><valueName>VN-ThienTai</valueName><value>LU</value></eventCode>
    <effective>2025-10-07T16:55:00+07:00</effective>
    <onset>2025-10-07T17:00:00+07:00</onset>
    <expires>2025-10-08T16:55:00+07:00</expires>
    <senderName>Ban Chỉ huy Phòng chống thiên tai</senderName>
    <headline>Phát lệnh báo động số 3 trên sông Thương tại Phủ Lạng Thương</headline>
    <description>Mực nước 6,30 m &amp; đang lên.</description>
    <instruction>Bà con ven đê sơ tán ngay về nhà văn hoá thôn.</instruction>
    <web>https://pctt.example.vn/sông-thương?bd=3</web>
    <contact>0204 000 000</contact>
    <parameter><valueName>VN-BaoDongLu</valueName><value>3</value></parameter>
    <resource>
      <resourceDesc>Bản đồ ngập</resourceDesc>
      <mimeType>image/png</mimeType>
      <size>1234</size>
      <uri>https://pctt.example.vn/ban-do.png</uri>
      <derefUri>iVBORw0KGgo=</derefUri>
      <digest>0123456789abcdef0123456789abcdef01234567</digest>
    </resource>
    ${area}
  </info>`;

export const capXml = (parts: Parts = {}): string => `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="${cap12}">
  <identifier>${parts.identifier ?? 'BN-2025-10-07-03'}</identifier>
  <sender>${sender}</sender>
  <sent>${parts.sent ?? '2025-10-07T16:55:00+07:00'}</sent>
  <status>${parts.status ?? 'Actual'}</status>
  <msgType>${parts.msgType ?? 'Alert'}</msgType>
  <source>Trạm thuỷ văn Phủ Lạng Thương</source>
  <scope>Public</scope>
  ${parts.afterScope ?? '<code>VN-1.0</code><incidents>"Lũ sông Thương" 2025</incidents>'}
  ${parts.info ?? infoXml(parts.area)}
</alert>
`;

export const referring = (...identifiers: string[]): string =>
  `<references>${identifiers.map(identifier => `${sender},${identifier},2025-10-07T16:55:00+07:00`).join(' ')}</references>`;
