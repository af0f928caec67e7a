import type { Bilingual } from './common.ts';
import type { FieldError } from './fieldError.ts';
import { accessProblems } from './problems/access.ts';
import { type Entry, exitCodes } from './problems/entry.ts';
import { isolationProblems } from './problems/isolation.ts';
import { levelProblems } from './problems/levels.ts';
import { matchingProblems } from './problems/matching.ts';
import { registerProblems } from './problems/registers.ts';
import { triageProblems } from './problems/triage.ts';
import { unitProblems } from './problems/units.ts';

export { exitCodes };

/**
 * The error catalogue: every refusal a user can meet, with a stable code, an HTTP status, a process exit code and a
 * sentence in Vietnamese and English. `{name}` is filled from the problem's details; what stands in `[ ]` is said only where its details are
 * known. Areas keep theirs in problems/<area>.ts.
 */
const { badInput, environment, refused } = exitCodes;

export const problems = {
  ...accessProblems,
  ...unitProblems,
  ...triageProblems,
  ...levelProblems,
  ...matchingProblems,
  ...registerProblems,
  ...isolationProblems,
  'file.empty': { status: 422, exit: badInput, vi: 'Tệp {file} trống, không có dữ liệu.', en: 'The file {file} is empty.' },
  'file.unreadable': {
    status: 422,
    exit: badInput,
    vi: 'Không đọc được tệp {file}. Tệp có thể bị hỏng hoặc bị cắt cụt. Xin mở bằng Excel, lưu lại rồi thử lại.',
    en: 'The file {file} cannot be read. It may be damaged or cut short. Open it in Excel, save it again and retry.',
  },
  'file.encrypted': {
    status: 422,
    exit: badInput,
    vi: 'Tệp {file} được đặt mật khẩu. Xin mở bằng Excel, bỏ mật khẩu, lưu lại rồi thử lại.',
    en: 'The file {file} is protected by a password. Open it in Excel, remove the password, save it and retry.',
  },
  'file.wrongKind': {
    status: 422,
    exit: badInput,
    vi: 'Tệp {file} không phải là bảng tính: nội dung là {kind}. Xin lưu danh sách thành .xlsx, .xls hoặc .csv.',
    en: 'The file {file} is not a spreadsheet: its content is {kind}. Save the list as .xlsx, .xls or .csv.',
  },
  'file.bomb': {
    status: 422,
    exit: badInput,
    vi: 'Tệp {file} khi giải nén lớn bất thường nên bị từ chối.',
    en: 'The file {file} unpacks to an abnormal size and was refused.',
  },
  'file.tooHeavy': {
    status: 422,
    exit: badInput,
    vi: 'Tệp {file} cần quá nhiều bộ nhớ để đọc. Xin chia nhỏ danh sách, hoặc chép riêng danh sách sang một tệp mới.',
    en: 'The file {file} needs too much memory to be read. Split the list, or copy the list alone into a new file.',
  },
  'file.tooSlow': {
    status: 422,
    exit: badInput,
    vi: 'Máy tính toán hơn {seconds} giây mà chưa đọc xong tệp {file} nên đã dừng. Tệp có thể bị hỏng hoặc quá lớn: xin mở bằng Excel, lưu thành .xlsx, hoặc chia nhỏ danh sách rồi thử lại.',
    en: 'Reading the file {file} cost more than {seconds} seconds of computing and was stopped. It may be damaged or too large: open it in Excel and save it as .xlsx, or split the list.',
  },
  'file.encoding': {
    status: 422,
    exit: badInput,
    vi: 'Tệp {file} dùng bảng mã không nhận ra (có thể là TCVN3 hay VNI). Xin chuyển sang Unicode, hoặc lưu thành .xlsx rồi thử lại.',
    en: 'The file {file} is in an encoding that is not recognised (TCVN3 or VNI perhaps). Convert it to Unicode, or save it as .xlsx.',
  },
  'list.noHeader': {
    status: 422,
    exit: badInput,
    vi: 'Không tìm thấy dòng tiêu đề trong 15 dòng đầu của {file}. Cần có ít nhất cột “Họ và tên” và “Số điện thoại”.',
    en: 'No header row was found in the first 15 rows of {file}. At least the columns “Họ và tên” and “Số điện thoại” are needed.',
  },
  'list.noNameColumn': {
    status: 422,
    exit: badInput,
    vi: 'Danh sách {file} không có cột “Họ và tên” (dòng tiêu đề: dòng {row}).',
    en: 'The list {file} has no name column “Họ và tên” (header: row {row}).',
  },
  'list.noPhoneColumn': {
    status: 422,
    exit: badInput,
    vi: 'Danh sách {file} không có cột “Số điện thoại” (dòng tiêu đề: dòng {row}); máy không gọi được.',
    en: 'The list {file} has no phone column “Số điện thoại” (header: row {row}); the robot cannot call.',
  },
  'list.noRows': {
    status: 422,
    exit: badInput,
    vi: 'Danh sách {file} chỉ có dòng tiêu đề, không có người nào.',
    en: 'The list {file} has a header but nobody in it.',
  },
  'list.tooManyRows': {
    status: 422,
    exit: badInput,
    vi: 'Danh sách {file} dài hơn {limit} dòng. Xin chia thành nhiều tệp.',
    en: 'The list {file} is longer than {limit} rows. Split it into several files.',
  },
  'list.manySheets': {
    status: 422,
    exit: badInput,
    vi: 'Tệp {file} có nhiều trang đều là danh sách: {sheets}. Xin tách mỗi trang thành một tệp, để không sót ai.',
    en: 'The file {file} has several sheets that are lists: {sheets}. Save each as a file of its own, so that nobody is missed.',
  },
  'postgres.unreachable': {
    status: 503,
    exit: environment,
    vi: 'Không nối được cơ sở dữ liệu PostgreSQL tại {place}: {detail}. Xin kiểm tra máy chủ và DATABASE_URL.',
    en: 'Cannot reach PostgreSQL at {place}: {detail}. Check that server and DATABASE_URL.',
  },
  'postgres.tooOld': {
    status: 503,
    exit: environment,
    vi: 'PostgreSQL tại {place} là bản {version}; cần bản 15 trở lên.',
    en: 'PostgreSQL at {place} is version {version}; version 15 or newer is needed.',
  },
  'postgres.missing': {
    status: 503,
    exit: environment,
    vi: 'Không tìm thấy PostgreSQL trên máy này. Xin cài gói "postgresql" (bản 15 trở lên), hoặc đặt DATABASE_URL.',
    en: 'No PostgreSQL found on this machine. Install the package "postgresql" (15 or newer), or set DATABASE_URL.',
  },
  'postgres.cannotStart': {
    status: 503,
    exit: environment,
    vi: 'PostgreSQL không khởi động được: {detail}. Xem nhật ký: {file}.',
    en: 'PostgreSQL cannot start: {detail}. Its log: {file}.',
  },
  'postgres.diskFull': {
    status: 507,
    exit: environment,
    vi: 'Đĩa đã đầy, PostgreSQL không ghi được vào {folder}. Xin dọn bớt đĩa rồi chạy lại; dữ liệu đã lưu vẫn còn.',
    en: 'The disk is full: PostgreSQL cannot write to {folder}. Free some space and start again; what was stored is safe.',
  },
  'postgres.portBusy': {
    status: 503,
    exit: environment,
    vi: 'Cổng {port} đã có chương trình khác dùng. Xin đặt TRUYVET_POSTGRES_PORT là cổng khác, hoặc bỏ nó để tự chọn.',
    en: 'Port {port} is used by another program. Set TRUYVET_POSTGRES_PORT to another, or unset it to have one chosen.',
  },
  'postgres.wrongVersion': {
    status: 503,
    exit: environment,
    vi: 'Dữ liệu trong {folder} thuộc PostgreSQL bản {needed}, nhưng máy này chỉ có bản {have}. Một trong hai cách: cài lại PostgreSQL {needed}; hoặc dùng PostgreSQL {needed} ở máy khác xuất dữ liệu (pg_dump), dời thư mục đó đi rồi nạp vào bản mới.',
    en: 'The data in {folder} belong to PostgreSQL {needed}, but this machine has only {have}. Two remedies: install PostgreSQL {needed} again; or dump the data with PostgreSQL {needed} elsewhere (pg_dump), move that folder away and restore into the new version.',
  },
  'postgres.twoFolders': {
    status: 503,
    exit: environment,
    vi: 'Trong {folder} có nhiều thư mục dữ liệu: {names}. Xin giữ lại đúng một và dời các thư mục kia đi nơi khác.',
    en: 'There are several data folders in {folder}: {names}. Keep exactly one and move the others elsewhere.',
  },
  'postgres.forbidden': {
    status: 503,
    exit: environment,
    vi: 'Không có quyền dùng {folder}: {detail}. Xin chạy bằng tài khoản đã tạo thư mục đó, hoặc đổi chủ thư mục.',
    en: 'No permission to use {folder}: {detail}. Run as the account that made the folder, or change its owner.',
  },
  'database.newer': {
    status: 503,
    exit: environment,
    vi: 'Cơ sở dữ liệu thuộc bản Truy Vết mới hơn (lược đồ {version}, bản này biết đến {newest}). Xin nâng cấp Truy Vết.',
    en: 'The database was made by a newer Truy Vết (schema {version}, this one knows {newest}). Upgrade Truy Vết.',
  },
  'database.changed': {
    status: 503,
    exit: environment,
    vi: 'Tệp {file} đã áp dụng vào cơ sở dữ liệu nay khác với tệp của bản này. Xin dùng đúng bản Truy Vết đã tạo cơ sở dữ liệu.',
    en: 'The file {file} was applied to the database but is different in this release. Use the release that made the database.',
  },
  'auth.required': { status: 401, exit: refused, vi: 'Xin đăng nhập.', en: 'Please sign in.' },
  'auth.failed': {
    status: 401,
    exit: refused,
    vi: 'Tên đăng nhập hoặc mật khẩu không đúng.',
    en: 'Wrong user name or password.',
  },
  'auth.forbidden': {
    status: 403,
    exit: refused,
    vi: 'Tài khoản này không được làm việc đó.',
    en: 'This account may not do that.',
  },
  'request.invalid': {
    status: 400,
    exit: badInput,
    vi: 'Chưa nhận được yêu cầu: {detail}.',
    en: 'The request is not valid: {detail}.',
  },
  'auth.tooMany': {
    status: 429,
    exit: refused,
    vi: 'Thử quá nhiều lần. Xin đợi {seconds} giây rồi thử lại.',
    en: 'Too many attempts. Wait {seconds} seconds and try again.',
  },
  'auth.crossSite': {
    status: 403,
    exit: refused,
    vi: 'Yêu cầu đến từ một trang khác nên bị từ chối.',
    en: 'The request came from another site and was refused.',
  },
  'file.tooLarge': {
    status: 413,
    exit: badInput,
    vi: 'Tệp {file} lớn hơn {limitMb} MB. Xin chia nhỏ danh sách rồi thử lại.',
    en: 'The file {file} is larger than {limitMb} MB. Split the list and try again.',
  },
  'file.missing': {
    status: 400,
    exit: badInput,
    vi: 'Chưa chọn tệp danh sách.',
    en: 'No list file was sent.',
  },
  'errand.done': {
    status: 409,
    exit: refused,
    vi: 'Việc này đã có người làm xong.',
    en: 'This errand has already been done.',
  },
  'campaign.closed': {
    status: 409,
    exit: refused,
    vi: 'Chiến dịch gọi này đã kết thúc, không mở lại được.',
    en: 'This campaign is closed and cannot be opened again.',
  },
  'campaign.nobody': {
    status: 409,
    exit: refused,
    vi: 'Không có ai để gọi: không còn F1, F2 nào đang theo dõi có số điện thoại mà chưa nằm trong đợt gọi khác.',
    en: 'There is nobody to call: no contact under follow-up has a phone number and is not yet in another campaign.',
  },
  'campaign.dialing': {
    status: 409,
    exit: refused,
    vi: 'Một tiến trình khác đang gọi. Chỉ một tiến trình được gọi trên dữ liệu này.',
    en: 'Another process is calling already. Only one may call with these data.',
  },
  'dialogue.unfit': {
    status: 422,
    exit: badInput,
    vi: 'Kịch bản {code} chưa dùng được: {detail}.',
    en: 'The dialogue {code} cannot be used: {detail}.',
  },
  'resource.missing': { status: 404, exit: badInput, vi: 'Không tìm thấy[ {what}].', en: 'Not found[: {what}].' },
  'voice.unavailable': {
    status: 503,
    exit: environment,
    vi: 'Không có bộ đọc tiếng Việt. Xin cài gói espeak-ng, hoặc chạy lại npm ci để có bản đi kèm.',
    en: 'There is no Vietnamese synthesiser. Install the package espeak-ng, or run npm ci again for the one that comes along.',
  },
  'voice.failed': {
    status: 500,
    exit: environment,
    vi: 'Bộ đọc {engine} không đọc được một câu. Xin thử lại.',
    en: 'The synthesiser {engine} could not say a sentence. Retry.',
  },
  'config.invalid': {
    status: 500,
    exit: environment,
    vi: 'Tệp cấu hình {file} có chỗ sai: {detail}.',
    en: 'The settings file {file} has a mistake: {detail}.',
  },
  'web.portBusy': {
    status: 500,
    exit: environment,
    vi: 'Cổng {port} đã có chương trình khác dùng. Đặt TRUYVET_WEB_PORT thành một cổng khác rồi chạy lại.',
    en: 'Port {port} is taken by another program. Set TRUYVET_WEB_PORT to another port and start again.',
  },
  'sip.portBusy': {
    status: 500,
    exit: environment,
    vi: 'Cổng SIP {port} đã có chương trình khác dùng. Đặt TRUYVET_SIP_PORT thành một cổng khác rồi chạy lại.',
    en: 'The SIP port {port} is taken by another program. Set TRUYVET_SIP_PORT to another port and start again.',
  },
  'trunk.missing': {
    status: 409,
    exit: environment,
    vi: 'Chưa khai báo trung kế SIP, nên chưa gọi được. Xin ghi mục "trunk" vào tệp {file}.',
    en: 'No SIP trunk is set, so nobody can be called. Write the entry "trunk" into {file}.',
  },
  'trunk.down': {
    status: 503,
    exit: environment,
    vi: 'Trung kế {trunk} ({address}) không trả lời, nên chưa gọi được ai. Xin kiểm tra mạng hoặc báo nhà mạng.',
    en: 'The trunk {trunk} ({address}) does not answer, so nobody was called. Check the network or tell the operator.',
  },
  'database.busy': {
    status: 503,
    exit: environment,
    vi: 'Những người này đang được sửa ở nơi khác, hoặc một danh sách lớn đang được nhập. Xin thử lại sau một phút; chưa có gì được ghi.',
    en: 'These people are being changed elsewhere, or a big list is coming in. Try again in a minute; nothing was written.',
  },
  'question.tooWide': {
    status: 503,
    exit: environment,
    vi: 'Câu hỏi này bao quát quá nhiều nên chưa trả lời kịp: {advice}.',
    en: 'This question covers too much to be answered in time: {advice}.',
  },
  'disk.full': {
    status: 507,
    exit: environment,
    vi: 'Ổ đĩa đã đầy. Xin dọn bớt rồi làm lại; không có gì bị ghi dở dang.',
    en: 'The disk is full. Make room and try again; nothing was left half written.',
  },
  'unit.unknown': {
    status: 404,
    exit: badInput,
    vi: 'Không có đơn vị nào mang mã {code} vào ngày {day}.',
    en: 'No unit has the code {code} on {day}.',
  },
  'file.notFound': {
    status: 404,
    exit: badInput,
    vi: 'Không mở được tệp {file}: {detail}.',
    en: 'The file {file} cannot be opened: {detail}.',
  },
  'server.failed': {
    status: 500,
    exit: 1,
    vi: 'Máy chủ gặp lỗi. Xin thử lại; nếu vẫn lỗi, báo người quản trị mã {id}.',
    en: 'The server failed. Retry; if it fails again, give the administrator the code {id}.',
  },
} as const satisfies Record<string, Entry>;

export type ProblemCode = keyof typeof problems;
/** A detail that is words is given in both languages; a day (`2021-07-10`) is shown as Vietnamese readers write it. */
export type ProblemDetail = string | number | null | Bilingual;
export type ProblemDetails = Readonly<Record<string, ProblemDetail>>;

/** A refusal with a code from the catalogue. Thrown inside, shown at the edge in the user's language. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly details: ProblemDetails;
  /** With `resource.changed`: what is there now, as the API presents it. */
  readonly current: unknown;
  /** With `request.invalid`: every field that cannot be used. */
  readonly errors: readonly FieldError[];

  constructor(code: ProblemCode, details: ProblemDetails = {}, options?: ProblemOptions) {
    super(problemText(code, details, 'en'), options);
    this.name = 'Problem';
    this.code = code;
    this.details = details;
    this.current = options?.current;
    this.errors = options?.errors ?? [];
  }
}
type ProblemOptions = ErrorOptions & { readonly current?: unknown; readonly errors?: readonly FieldError[] };

/** The catalogue's sentence with its details filled in; a detail that is missing shows as "?". */
export function problemText(code: ProblemCode, details: ProblemDetails, locale: 'vi' | 'en'): string {
  const known = (part: string) => [...part.matchAll(blank)].every(([, name = '']) => details[name] != null);
  const sentence = problems[code][locale].replace(/\[([^\]]*)\]/g, (_, part: string) => (known(part) ? part : ''));
  return sentence.replace(blank, (_, name: string) => detailText(details[name] ?? '?', locale));
}
const blank = /\{(\w+)\}/g;

function detailText(detail: NonNullable<ProblemDetail>, locale: 'vi' | 'en'): string {
  if (typeof detail === 'object') return detail[locale];
  const day = locale === 'vi' && typeof detail === 'string' ? /^(\d{4})-(\d{2})-(\d{2})$/.exec(detail) : null;
  return day === null ? String(detail) : `${day[3]}/${day[2]}/${day[1]}`;
}
