// What recordings and typed texts may meet.
import type { ErrorText } from './text.ts';

export const audio = {
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
} satisfies Record<string, ErrorText>;
