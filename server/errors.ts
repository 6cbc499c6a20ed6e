// The one register of errors: a stable code for programs, a status for HTTP, and the sentence an operator reads.
// Texts may name values in braces, filled from `details`.

interface ErrorText {
  status: number;
  vi: string;
  en: string;
}

const register = {
  // Requests
  bad_request: { status: 400, vi: 'Yêu cầu sai ở {where}: {why}', en: 'Bad request at {where}: {why}' },
  not_found: { status: 404, vi: 'Không tìm thấy {what}', en: 'Not found: {what}' },
  conflict: { status: 409, vi: 'Không làm được: {why}', en: 'Conflict: {why}' },
  too_large: { status: 413, vi: 'Dữ liệu gửi lên quá lớn', en: 'The request is too large' },
  unsupported_media: {
    status: 415,
    vi: 'Không nhận kiểu dữ liệu {type}',
    en: 'Media type {type} is not accepted here',
  },
  too_many_requests: {
    status: 429,
    vi: 'Quá nhiều yêu cầu, hãy thử lại sau ít phút',
    en: 'Too many requests, try again in a few minutes',
  },
  internal: { status: 500, vi: 'Máy chủ gặp lỗi, đã ghi lại', en: 'The server met an error and has logged it' },

  // People and rights
  sign_in_required: { status: 401, vi: 'Cần đăng nhập', en: 'Sign in first' },
  wrong_credentials: { status: 401, vi: 'Tên hoặc mật khẩu không đúng', en: 'Wrong name or password' },
  foreign_origin: { status: 403, vi: 'Yêu cầu đến từ trang lạ', en: 'The request comes from a foreign origin' },
  forbidden: { status: 403, vi: 'Bạn không có quyền {what} ở {where}', en: 'You have no right to {what} in {where}' },
  session_only: {
    status: 403,
    vi: 'Chỉ người đang đăng nhập mới làm được việc này',
    en: 'Only a signed-in person may do this',
  },
  wrong_setup_code: { status: 403, vi: 'Mã cài đặt không đúng', en: 'Wrong set-up code' },
  already_set_up: { status: 409, vi: 'Hệ thống đã có tài khoản', en: 'The system has been set up already' },
  name_taken: { status: 409, vi: 'Đã có tài khoản tên {name}', en: 'There is an account named {name} already' },
  own_account: {
    status: 409,
    vi: 'Hãy sửa tài khoản của chính mình ở trang cá nhân',
    en: 'Change your own account on your own page',
  },
  needs_approval: {
    status: 403,
    vi: 'Ở {where} phải gửi lãnh đạo duyệt trước khi phát',
    en: 'In {where} a leader must approve before it is sent',
  },
  not_approved: { status: 409, vi: 'Buổi phát chưa được duyệt', en: 'The broadcast has not been approved' },
  own_item: {
    status: 403,
    vi: 'Không tự duyệt tin do chính mình soạn',
    en: 'Nobody approves an item of their own',
  },
  beyond_role: {
    status: 403,
    vi: 'Trưởng thôn chỉ phát tin thông thường, không quá 5 phút, ở thôn mình',
    en: 'A village head sends normal items of up to 5 minutes to the own village',
  },
  wrong_state: {
    status: 409,
    vi: 'Không làm được khi đang ở trạng thái {state}',
    en: 'Not possible while its state is {state}',
  },

  // Audio
  audio_empty: { status: 422, vi: 'Tệp rỗng, không có âm thanh nào', en: 'The file is empty' },
  audio_too_large: {
    status: 413,
    vi: 'Tệp quá lớn: {megabytes} MB, tối đa {maxMegabytes} MB',
    en: 'The file is too large: {megabytes} MB, at most {maxMegabytes} MB',
  },
  not_audio: {
    status: 415,
    vi: 'Tệp này không phải âm thanh (có vẻ là {seems}); hãy dùng MP3, M4A, WAV, OGG, FLAC, WebM, AMR hoặc AIFF',
    en: 'This file is not audio (it seems to be {seems}); use MP3, M4A, WAV, OGG, FLAC, WebM, AMR or AIFF',
  },
  audio_no_sound: { status: 422, vi: 'Tệp này có hình mà không có tiếng', en: 'This file has no sound track' },
  audio_damaged: {
    status: 422,
    vi: 'Tệp âm thanh bị hỏng hoặc thiếu phần, không đọc được; hãy lưu lại hoặc gửi lại tệp',
    en: 'The audio file is damaged or incomplete and cannot be read; save or send it again',
  },
  audio_length_differs: {
    status: 422,
    vi: 'Tệp ghi là dài {claimedS} giây nhưng đọc được {decodedS} giây: tệp bị cắt hoặc hỏng, hãy gửi lại',
    en: 'The file claims {claimedS} s but holds {decodedS} s: it is cut or damaged, send it again',
  },
  audio_too_long: {
    status: 422,
    vi: 'Bản ghi quá dài, tối đa {maxMinutes} phút',
    en: 'The recording is too long, at most {maxMinutes} minutes',
  },
  audio_too_short: {
    status: 422,
    vi: 'Bản ghi quá ngắn, ít nhất {minS} giây',
    en: 'The recording is too short, at least {minS} s',
  },
  audio_silent: {
    status: 422,
    vi: 'Bản ghi không nghe thấy gì (độ lớn {lufs} LUFS): hãy kiểm tra micrô rồi ghi lại',
    en: 'The recording is silent ({lufs} LUFS): check the microphone and record again',
  },
  audio_took_too_long: {
    status: 422,
    vi: 'Xử lý tệp quá lâu nên đã dừng; hãy lưu lại tệp dạng MP3 hoặc WAV rồi gửi lại',
    en: 'Processing took too long and was stopped; save the file as MP3 or WAV and send it again',
  },
  audio_disk_full: {
    status: 507,
    vi: 'Máy chủ hết chỗ chứa bản ghi',
    en: 'The server has no room left for recordings',
  },
  audio_ffmpeg_missing: {
    status: 503,
    vi: 'Máy chủ chưa có ffmpeg dùng được (đã tìm ở: {where}); hãy cài ffmpeg có libopus hoặc đặt FFMPEG_PATH',
    en: 'The server has no usable ffmpeg (looked at: {where}); install ffmpeg with libopus or set FFMPEG_PATH',
  },

  audio_interrupted: {
    status: 503,
    vi: 'Máy chủ khởi động lại khi đang xử lý bản ghi này; hãy gửi lại',
    en: 'The server restarted while it made this recording; send it again',
  },
  audio_corrupt: {
    status: 500,
    vi: 'Tệp âm thanh trên máy chủ bị hỏng hoặc mất; hãy gửi lại bản ghi',
    en: 'The audio file on the server is damaged or gone; send the recording again',
  },
  recording_used: {
    status: 409,
    vi: 'Bản ghi đang dùng trong: {uses}. Hãy bỏ khỏi đó trước khi xoá',
    en: 'The recording is used in: {uses}. Take it out there first',
  },

  // Speech
  speech_language: {
    status: 422,
    vi: 'Máy không đọc được tiếng “{language}”: hãy thu một bản ghi giọng người',
    en: 'No voice here speaks “{language}”: record a clip instead',
  },
  speech_text_too_long: {
    status: 413,
    vi: 'Văn bản dài {length} ký tự, máy chỉ đọc một lần tối đa {limit}: hãy chia nhỏ',
    en: 'The text has {length} characters, one job takes at most {limit}: split it',
  },
  speech_nothing_to_say: { status: 422, vi: 'Văn bản không có gì để đọc', en: 'The text holds nothing to say' },
  speech_no_engine: {
    status: 503,
    vi: 'Máy chủ chưa có giọng đọc: hãy cài espeak-ng hoặc thu một bản ghi giọng người',
    en: 'This server has no voice: install espeak-ng, or record a clip',
  },
  speech_voice_folder: {
    status: 503,
    vi: 'Thư mục giọng đọc {folder} thiếu {missing}',
    en: 'The voice folder {folder} lacks {missing}',
  },
  speech_busy: {
    status: 429,
    vi: 'Máy đang đọc nhiều bản tin, hãy thử lại sau ít phút',
    en: 'Too many texts are waiting to be spoken, try again in a few minutes',
  },
  speech_timed_out: {
    status: 504,
    vi: 'Máy đọc quá {seconds} giây chưa xong nên đã dừng',
    en: 'The voice was stopped after {seconds} seconds',
  },
  speech_bad_sound: {
    status: 502,
    vi: 'Tiếng máy đọc bị hỏng ({fault}) nên không dùng',
    en: 'The spoken sound is unusable ({fault})',
  },
  speech_failed: { status: 502, vi: 'Giọng đọc gặp lỗi: {why}', en: 'The voice failed: {why}' },

  // Places
  area_exists: { status: 409, vi: 'Ở đây đã có khu vực tên {name}', en: 'There is an area named {name} here already' },
  area_not_empty: {
    status: 409,
    vi: '{name} chưa trống: còn khu vực con, cụm loa, tài khoản hoặc bản ghi',
    en: '{name} is not empty: areas, clusters, accounts or recordings are left in it',
  },
  area_in_itself: {
    status: 409,
    vi: 'Không thể đưa {name} vào chính nó hoặc vào khu vực con của nó',
    en: '{name} cannot go into itself or into an area below it',
  },
  not_a_village: { status: 409, vi: '{name} không phải là thôn', en: '{name} is not a village' },
  bad_list: {
    status: 400,
    vi: 'Danh sách sai ở dòng {line}, cột {column}: {why}',
    en: 'The list is wrong in line {line}, column {column}: {why}',
  },

  // Announcing
  use_alerts: {
    status: 409,
    vi: 'Tin khẩn cấp chỉ phát qua màn hình Khẩn cấp',
    en: 'Emergencies go by /api/alerts alone',
  },
  not_ready: {
    status: 409,
    vi: 'Chưa phát được vì chưa sẵn sàng: {titles}',
    en: 'Cannot be sent while this is not ready: {titles}',
  },
  no_clusters: { status: 409, vi: '{where} chưa có cụm loa nào', en: 'There is no cluster in {where}' },
  start_passed: { status: 409, vi: 'Giờ phát đã qua: {at}', en: 'Its start has passed: {at}' },
  changed_meanwhile: {
    status: 409,
    vi: '“{what}” vừa được người khác thay đổi; hãy xem lại',
    en: '“{what}” was changed by somebody else just now; look again',
  },
  too_many_parts: {
    status: 400,
    vi: 'Nội dung có quá nhiều mục, tối đa {most}',
    en: 'The content has too many parts, at most {most}',
  },
  broadcast_too_long: {
    status: 400,
    vi: 'Buổi phát quá dài, tối đa {hours} giờ',
    en: 'The broadcast is too long, at most {hours} hours',
  },
  approval_outdated: {
    status: 409,
    vi: 'Nội dung “{what}” đã thay đổi sau khi duyệt; cần duyệt lại',
    en: 'The content of “{what}” was changed after its approval and must be approved again',
  },
  stopped_already: { status: 409, vi: 'Buổi phát đã bị dừng', en: 'The broadcast has been stopped' },
  programme_used: {
    status: 409,
    vi: 'Chương trình đang dùng trong lịch: {uses}',
    en: 'The programme is used in schedules: {uses}',
  },

  // Link
} satisfies Record<string, ErrorText>;

export type ErrorCode = keyof typeof register;

/** Stable words of `details` as people say them: the rights, and what may be missing. */
const spoken: Record<string, { vi: string; en: string }> = {
  read: { vi: 'xem', en: 'read' },
  announce: { vi: 'soạn buổi phát', en: 'announce' },
  announceAtOnce: { vi: 'phát không cần duyệt', en: 'announce without approval' },
  approve: { vi: 'duyệt', en: 'approve' },
  stop: { vi: 'dừng phát', en: 'stop broadcasts' },
  library: { vi: 'sửa kho bản ghi', en: 'change the library' },
  places: { vi: 'sửa địa bàn', en: 'change places' },
  install: { vi: 'lắp đặt cụm loa', en: 'install clusters' },
  people: { vi: 'quản lý tài khoản', en: 'manage accounts' },
  audit: { vi: 'xem nhật ký hệ thống', en: 'read the audit log' },
  contacts: { vi: 'xem số điện thoại', en: 'see telephone numbers' },
  '*': { vi: 'nơi nào', en: 'any area' },
  area: { vi: 'khu vực này', en: 'this area' },
  cluster: { vi: 'cụm loa này', en: 'this cluster' },
  village: { vi: 'thôn này', en: 'this village' },
  villageName: { vi: 'tên thôn', en: 'name' },
  households: { vi: 'số hộ', en: 'households' },
  inhabitants: { vi: 'số khẩu', en: 'people' },
  head: { vi: 'trưởng thôn', en: 'head' },
  headPhone: { vi: 'điện thoại trưởng thôn', en: "head's telephone" },
  deputy: { vi: 'phó thôn', en: 'deputy' },
  deputyPhone: { vi: 'điện thoại phó thôn', en: "deputy's telephone" },
  noName: { vi: 'thiếu tên thôn', en: 'the name is missing' },
  noNumber: { vi: 'không phải là số', en: 'not a number' },
  noPhone: { vi: 'không phải là số điện thoại', en: 'not a telephone number' },
  tooLong: { vi: 'quá dài', en: 'too long' },
  nameTwice: { vi: 'tên thôn bị trùng', en: 'the name stands twice' },
  tooManyColumns: { vi: 'thừa cột', en: 'too many columns' },
  noLines: { vi: 'không có dòng nào', en: 'there are no lines' },
  openQuote: { vi: 'thiếu dấu ngoặc kép đóng', en: 'a quotation mark is not closed' },
  draft: { vi: 'nháp', en: 'draft' },
  awaiting: { vi: 'chờ duyệt', en: 'awaiting' },
  approved: { vi: 'đã duyệt', en: 'approved' },
  returned: { vi: 'bị trả lại', en: 'returned' },
  person: { vi: 'người này', en: 'this person' },
};

const fill = (text: string, details: Record<string, unknown>, language: 'vi' | 'en'): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    if (!(name in details)) return whole;
    const value = String(details[name]);
    return spoken[value]?.[language] ?? value;
  });

/** An expected refusal, told to the caller; anything else that is thrown is a bug and answers `internal`. */
export class LoaError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown>;

  constructor(code: ErrorCode, details: Record<string, unknown> = {}) {
    super(fill(register[code].en, details, 'en'));
    this.name = 'LoaError';
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return register[this.code].status;
  }

  /** The sentence for a person, in Vietnamese unless English is asked for. */
  say(language: 'vi' | 'en'): string {
    return fill(register[this.code][language], this.details, language);
  }
}
