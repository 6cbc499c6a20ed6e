// The register of what can be said about a CAP file: a stable code, and its sentence in Vietnamese and English.
// Names in braces are filled from the finding's details.

export const wording = {
  // The file as a whole
  empty_file: { vi: 'Tệp rỗng', en: 'The file is empty' },
  too_large: { vi: 'Tệp lớn hơn {max} MB', en: 'The file is larger than {max} MB' },
  encoding_unknown: { vi: 'Không đọc được bảng mã {name}', en: 'The encoding {name} cannot be read here' },
  encoding_invalid: {
    vi: 'Các byte của tệp không đúng bảng mã {name}',
    en: 'The bytes of the file are not valid {name}',
  },
  not_xml: { vi: 'Đây không phải là XML', en: 'This is not XML' },
  not_well_formed: { vi: 'XML hỏng ở {at}: {why}', en: 'The XML is broken at {at}: {why}' },
  doctype_refused: {
    vi: 'Không nhận tệp có DOCTYPE hoặc khai báo thực thể ({at})',
    en: 'Files with a DOCTYPE or entity declarations are refused ({at})',
  },
  entity_refused: {
    vi: 'Không nhận thực thể &{name}; ({at}); chỉ có amp, lt, gt, quot, apos và mã số',
    en: 'The entity &{name}; is refused ({at}); only amp, lt, gt, quot, apos and numbers are known',
  },
  too_deep: { vi: 'Các phần tử lồng nhau quá {max} tầng', en: 'Elements are nested more than {max} deep' },
  too_many_elements: { vi: 'Có hơn {max} phần tử', en: 'There are more than {max} elements' },
  too_many_attributes: {
    vi: 'Một phần tử có hơn {max} thuộc tính ({at})',
    en: 'An element has more than {max} attributes ({at})',
  },
  too_many_findings: { vi: 'Còn nhiều lỗi nữa, không kể hết', en: 'There are more findings than are listed' },
  undeclared_prefix: { vi: 'Tiền tố {name} chưa được khai báo', en: 'The prefix {name} is not declared' },
  feed_not_alert: {
    vi: 'Đây là nguồn tin {kind} gồm {entries} mục, không phải một bản tin CAP; hãy gửi từng bản tin CAP',
    en: 'This is an {kind} feed of {entries} entries, not a CAP alert; send each alert itself',
  },
  root_unknown: {
    vi: 'Phần tử gốc là <{name}>, phải là <alert> của CAP',
    en: 'The root element is <{name}>, it must be <alert> of CAP',
  },
  namespace_missing: {
    vi: '<alert> thiếu không gian tên của CAP (xmlns)',
    en: '<alert> lacks the namespace of CAP (xmlns)',
  },
  namespace_unknown: {
    vi: 'Không gian tên {namespace} không phải của CAP 1.0, 1.1 hay 1.2',
    en: 'The namespace {namespace} is not one of CAP 1.0, 1.1 or 1.2',
  },

  // Elements
  wrong_namespace: {
    vi: '<{name}> ở không gian tên khác với <alert>',
    en: '<{name}> is in another namespace than <alert>',
  },
  unknown_element: { vi: 'CAP {version} không có <{name}> ở đây', en: 'CAP {version} has no <{name}> here' },
  unknown_attribute: { vi: '<{name}> không có thuộc tính {attribute}', en: '<{name}> has no attribute {attribute}' },
  wrong_order: {
    vi: '<{name}> đứng sai thứ tự, phải ở sau <{after}>',
    en: '<{name}> is out of order, it comes after <{after}>',
  },
  missing_element: { vi: 'Thiếu <{name}>', en: '<{name}> is missing' },
  repeated_element: { vi: '<{name}> chỉ được có một', en: '<{name}> may stand only once' },
  stray_text: { vi: 'Có chữ thừa trong <{name}>: {value}', en: 'Stray text in <{name}>: {value}' },
  signature_not_allowed: {
    vi: 'CAP {version} không có chỗ cho chữ ký XML',
    en: 'CAP {version} has no place for an XML signature',
  },

  // Values
  empty_value: { vi: '<{name}> không được để trống', en: '<{name}> must not be empty' },
  bad_choice: { vi: '“{value}” không hợp lệ, phải là: {choices}', en: '“{value}” is not one of: {choices}' },
  bad_characters: {
    vi: '<{name}> không được có dấu cách, dấu phẩy, “<” hay “&”: {value}',
    en: '<{name}> must not hold spaces, commas, “<” or “&”: {value}',
  },
  bad_time: {
    vi: '“{value}” không đúng dạng 2025-10-09T03:00:00+07:00 (không dùng Z, không có phần lẻ của giây)',
    en: '“{value}” is not of the form 2025-10-09T03:00:00+07:00 (no Z, no fraction of a second)',
  },
  impossible_time: { vi: 'Không có thời điểm “{value}”', en: 'There is no such time as “{value}”' },
  bad_language: {
    vi: '“{value}” không phải mã ngôn ngữ BCP 47 (ví dụ vi-VN)',
    en: '“{value}” is not a BCP 47 language tag (such as vi-VN)',
  },
  bad_uri: { vi: '“{value}” không phải địa chỉ URI', en: '“{value}” is not a URI' },
  relative_uri: {
    vi: '“{value}” phải là địa chỉ đầy đủ, ví dụ https://…',
    en: '“{value}” must be a full address, such as https://…',
  },
  bad_mime_type: {
    vi: '“{value}” không phải kiểu MIME (ví dụ audio/mpeg)',
    en: '“{value}” is not a MIME type (such as audio/mpeg)',
  },
  bad_size: { vi: '“{value}” không phải số byte', en: '“{value}” is not a number of bytes' },
  bad_base64: { vi: 'Nội dung không phải Base64', en: 'The content is not Base64' },
  bad_digest: {
    vi: '“{value}” không phải mã băm SHA-1 viết bằng số hệ 16',
    en: '“{value}” is not a hexadecimal SHA-1 hash',
  },
  bad_number: { vi: '“{value}” không phải là số', en: '“{value}” is not a number' },
  pair_expected: { vi: '“{value}” nên có dạng tên=giá trị', en: '“{value}” should be of the form name=value' },
  polygon_empty: { vi: 'Đa giác rỗng, bỏ qua', en: 'The polygon is empty and is ignored' },
  polygon_points: {
    vi: 'Đa giác có {count} điểm, phải có ít nhất 4',
    en: 'The polygon has {count} points, at least 4 are needed',
  },
  polygon_open: {
    vi: 'Đa giác chưa khép kín: điểm cuối {last} khác điểm đầu {first}',
    en: 'The polygon is not closed: its last point {last} is not its first {first}',
  },
  bad_point: {
    vi: 'Điểm thứ {number} “{value}” không có dạng vĩ độ,kinh độ',
    en: 'Point {number} “{value}” is not latitude,longitude',
  },
  point_out_of_range: {
    vi: 'Điểm thứ {number} “{value}” nằm ngoài ±90 vĩ độ, ±180 kinh độ',
    en: 'Point {number} “{value}” is outside ±90 latitude, ±180 longitude',
  },
  bad_circle: {
    vi: '“{value}” không có dạng “vĩ độ,kinh độ bán kính” (km)',
    en: '“{value}” is not of the form “latitude,longitude radius” (km)',
  },
  negative_radius: { vi: 'Bán kính {value} nhỏ hơn 0', en: 'The radius {value} is below 0' },

  // What goes together
  references_required: {
    vi: 'Bản tin {msgType} phải dẫn bản tin trước trong <references>',
    en: 'A message of type {msgType} must name earlier messages in <references>',
  },
  bad_reference: {
    vi: '“{value}” không có dạng sender,identifier,sent',
    en: '“{value}” is not of the form sender,identifier,sent',
  },
  self_reference: { vi: 'Bản tin dẫn chính nó: {value}', en: 'The message refers to itself: {value}' },
  circular_reference: {
    vi: 'Các bản tin dẫn vòng quanh nhau: {value}',
    en: 'Messages refer to each other in a circle: {value}',
  },
  postdated_reference: {
    vi: 'Bản tin được dẫn lại gửi sau bản tin này: {value}',
    en: 'The message referred to was sent after this one: {value}',
  },
  restriction_required: {
    vi: '<scope> là Restricted thì phải có <restriction>',
    en: 'Scope Restricted needs a <restriction>',
  },
  restriction_unused: {
    vi: '<restriction> chỉ dùng khi <scope> là Restricted',
    en: '<restriction> is used only with scope Restricted',
  },
  addresses_required: {
    vi: '<scope> là Private thì phải có <addresses>',
    en: 'Scope Private needs <addresses>',
  },
  ceiling_without_altitude: { vi: 'Có <ceiling> thì phải có <altitude>', en: '<ceiling> needs an <altitude>' },
  ceiling_below_altitude: {
    vi: '<ceiling> {ceiling} phải cao hơn <altitude> {altitude}',
    en: '<ceiling> {ceiling} must be above <altitude> {altitude}',
  },
  sent_in_future: {
    vi: 'Thời điểm gửi {value} ở tương lai; xem lại đồng hồ bên gửi',
    en: 'Sent at {value}, in the future; check the clock of the sender',
  },
  ends_before_start: {
    vi: '<expires> {value} không sau lúc bắt đầu',
    en: '<expires> {value} is not after the start',
  },
  html_in_text: { vi: 'Có mã HTML trong <{name}>: {value}', en: 'HTML in <{name}>: {value}' },
  no_info: { vi: 'Bản tin không có <info>', en: 'The message has no <info>' },
  note_advised: { vi: 'Bản tin {what} nên có <note>', en: 'A message of kind {what} should have a <note>' },

  // Signatures
  signature_misplaced: {
    vi: 'Chữ ký phải đặt ngay trong <alert>, nhiều nhất {max}',
    en: 'Signatures must stand directly in <alert>, at most {max}',
  },
  signature_too_long: {
    vi: 'Bản tin quá dài để kiểm chữ ký (hơn 1 MB hoặc {max} thẻ và đoạn chữ)',
    en: 'The message is too long to verify its signature (over 1 MB or {max} tags and texts)',
  },
  signature_unchecked: {
    vi: 'Chưa kiểm chữ ký vì bản tin có lỗi',
    en: 'The signature was not verified because the message has errors',
  },
  signature_unreadable: { vi: 'Chữ ký sai cấu trúc: {why}', en: 'The signature is malformed: {why}' },
  signature_scope: {
    vi: 'Chữ ký phải ký toàn bộ bản tin (một Reference với URI="")',
    en: 'The signature must cover the whole message (one Reference with URI="")',
  },
  signature_invalid: {
    vi: 'Chữ ký không khớp với nội dung: bản tin đã bị sửa',
    en: 'The signature does not match the content: the message was changed',
  },
  signature_unknown_key: {
    vi: 'Chữ ký làm bằng khoá không có trong danh sách tin cậy',
    en: 'The signature was made with a key that is not on the list',
  },
  signature_weak: {
    vi: 'Chữ ký dùng {algorithm}, không đủ tin cậy',
    en: 'The signature uses {algorithm}, which is not relied on',
  },
  signature_in_feed: {
    vi: 'Chữ ký nằm trong nguồn tin không được kiểm; hãy kiểm từng bản tin',
    en: 'Signatures inside a feed are not verified; check each alert by itself',
  },

  // Feeds
  feed_namespace: {
    vi: 'Nguồn tin Atom có không gian tên lạ: {namespace}',
    en: 'The Atom feed has a strange namespace: {namespace}',
  },
  feed_empty: { vi: 'Nguồn tin không có mục nào', en: 'The feed has no entries' },
  feed_missing: { vi: 'Thiếu <{name}> của nguồn tin', en: '<{name}> of the feed is missing' },
  feed_unknown: { vi: 'Nguồn tin {kind} không có <{name}> ở đây', en: 'An {kind} feed has no <{name}> here' },
  feed_nothing_there: {
    vi: 'Mục này không chứa bản tin CAP và không có liên kết tới bản tin',
    en: 'This entry holds no CAP alert and no link to one',
  },
  feed_of_alerts: {
    vi: 'Đây là nguồn tin {kind} chứa {alerts} bản tin CAP; chỉ gửi được từng bản tin',
    en: 'This is an {kind} feed with {alerts} CAP alerts; only single alerts can be sent in',
  },

  // What a message is taken for
  event_unknown: {
    vi: 'Không có mẫu riêng cho “{value}”; hãy chọn mẫu',
    en: 'There is no template for “{value}”; choose one',
  },
  level_unknown: {
    vi: 'Bản tin lũ không nói báo động mấy; hãy chọn mẫu',
    en: 'This flood message names no alarm level; choose a template',
  },
  evacuation_asked: {
    vi: 'Bản tin yêu cầu sơ tán; mẫu sơ tán phải do hai người quyết định',
    en: 'The message asks for an evacuation; that template needs two people',
  },
  geocode_unknown: {
    vi: 'Không có khu vực nào ở đây ứng với mã {name} = {value}',
    en: 'No area here answers to the code {name} = {value}',
  },
  clusters_unplaced: {
    vi: '{count} cụm loa chưa có vị trí nên không biết có nằm trong vùng không',
    en: '{count} clusters have no position, so nobody knows whether they lie inside',
  },
  whole_area: {
    vi: 'Không xác định được vùng trong bản tin: lấy cả {name}',
    en: 'The area of the message could not be told: all of {name} is taken',
  },
  targets_widened: {
    vi: '{count} cụm là quá nhiều để gọi tên: lấy cả {name}',
    en: '{count} clusters are too many to be named: all of {name} is taken',
  },
  several_infos: {
    vi: 'Bản tin có {count} phần tin; chỉ đề xuất theo phần “{event}”',
    en: 'The message has {count} parts; only “{event}” is proposed',
  },
  never_sounds: {
    vi: 'Bản tin {value} không bao giờ được phát',
    en: 'A message of status {value} never sounds',
  },
  private_kept: {
    vi: 'Bản tin riêng (Private) không được phát công khai',
    en: 'A private message is never made public',
  },
  restricted_shown: {
    vi: 'Bản tin hạn chế phổ biến ({value}): người phụ trách tự quyết định',
    en: 'A restricted message ({value}): a person decides what becomes of it',
  },
  reference_unknown: {
    vi: 'Chưa nhận được bản tin được dẫn: {value}',
    en: 'The message referred to has not come: {value}',
  },
  cancelled_before: {
    vi: 'Bản tin này đã bị huỷ từ trước khi đến',
    en: 'This message was cancelled before it came',
  },
  replaced_before: {
    vi: 'Đã có bản tin mới hơn thay cho bản tin này',
    en: 'A newer message has already taken the place of this one',
  },
  outdated: {
    vi: 'Bản tin đã hết hạn lúc {at}',
    en: 'The message expired at {at}',
  },
  read_too_slow: {
    vi: 'Bản tin không đọc được trong thời gian cho phép',
    en: 'The message could not be read in the time allowed',
  },
} satisfies Record<string, { vi: string; en: string }>;
