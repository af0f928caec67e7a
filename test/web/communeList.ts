/** A commune's list as people send them: two title rows, headings with their usual spellings, good rows and bad ones. */

/** Plainly made-up people; the numbers are those of the neighbours. */
export const people = {
  healthy: { name: 'Lê Thị Mai', birthYear: 1980, phone: '+84912000001' },
  severe: { name: 'Trịnh Văn Sơn', birthYear: 1957, phone: '+84912000002' },
  busy: { name: 'Hoàng Văn Bình', birthYear: 1990, phone: '+84912000003' },
  notInUse: { name: 'Nguyễn Thị Hoa', birthYear: 1975, phone: '+84912000004' },
} as const;

const { healthy, severe, busy, notInUse } = people;
const national = (e164: string) => e164.replace('+84', '0');

const rows = [
  ['TRẠM Y TẾ XÃ THIỆU NGỌC'],
  ['DANH SÁCH F1, F2 NGÀY 09/7/2021'],
  [],
  ['TT', 'Họ và tên', 'Năm sinh', 'Giới tính', 'Điện thoai', 'Thôn', 'Là F mấy?', 'Tiếp xúc với F0', 'Ngày tiếp xúc cuối cùng'],
  ['1', healthy.name, '1980', 'Nữ', national(healthy.phone), 'Thôn 1', 'F1', 'BN 21234', '05/07/2021'],
  ['2', severe.name, '1957', 'Nam', national(severe.phone), 'Thôn 2', 'F1', 'BN 21234', '06/07/2021'],
  ['3', busy.name, '1990', 'Nam', national(busy.phone), 'Thôn 2', 'F1', 'BN 21234', '06/07/2021'],
  ['4', notInUse.name, '1975', 'Nữ', national(notInUse.phone), 'Thôn 3', 'F2', 'BN 21234', '04/07/2021'],
  ['5', 'Phạm Văn Sai', '1890', 'Nam', '0912000005', 'Thôn 3', 'F1', 'BN 21234', '04/07/2021'],
  ['6', 'Đỗ Thị Mai Sau', '1988', 'Nữ', '0912000006', 'Thôn 4', 'F1', 'BN 21234', '15/08/2021'],
];

export const communeList = {
  fileName: 'Danh sách F1 xã Thiệu Ngọc.csv',
  content: Buffer.from(`\uFEFF${rows.map((row) => row.join(',')).join('\r\n')}\r\n`, 'utf8'),
  /** Row numbers, as a spreadsheet counts, of the rows that cannot be taken. */
  badRows: [9, 10],
} as const;
