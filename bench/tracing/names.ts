import { nameKey, oneTonePlace } from '@truyvet/outbreak';

/**
 * Vietnamese names with about the shares that they have (family names: Lê Trung Hoa, Họ và tên người Việt Nam, 2005; given names and middle names
 * are a plain spread). Each list becomes 1,000 places, so that one digest of a person's number picks a name by its share.
 */
const families =
  'Nguyễn:300 Lê:160 Trần:90 Phạm:75 Hoàng:55 Trịnh:55 Vũ:40 Đỗ:30 Bùi:30 Đặng:22 Hà:20 Mai:18 Lưu:15 Ngô:14 Đinh:12 Cao:10 Trương:10 Lương:8 Dương:8 Tống:6 Phan:6 Quách:4 Thiều:4 Viên:3 Khương:3 Tào:2';
const middlesOfMen =
  'Văn:380 Đình:70 Hữu:60 Xuân:60 Đức:60 Minh:50 Quang:50 Ngọc:40 Trọng:40 Công:35 Thanh:30 Bá:25 Duy:25 Sỹ:20 Tiến:20 Khắc:15 Thế:20';
const middlesOfWomen =
  'Thị:520 Thu:45 Ngọc:60 Thanh:45 Minh:30 Thùy:30 Phương:35 Kim:30 Hồng:45 Hải:20 Diệu:20 Bích:20 Quỳnh:20 Khánh:20 Mai:20 Lan:20 Như:20';
const givenOfMen =
  'Anh:30 An:18 Bình:26 Bảo:15 Chiến:20 Cường:34 Công:12 Dũng:44 Duy:16 Dương:20 Đạt:22 Đông:14 Đức:32 Giang:18 Hà:14 Hải:34 Hiếu:26 Hiền:6 Hòa:18 Hoàng:28 Hùng:46 Huy:20 Hưng:24 Khánh:14 Kiên:18 Lâm:14 Linh:10 Long:28 Lợi:12 Mạnh:20 Minh:30 Nam:34 Nghĩa:14 Ngọc:14 Phong:16 Phú:12 Phúc:16 Quân:20 Quang:22 Quý:12 Sơn:34 Tài:14 Tâm:14 Thành:28 Thái:14 Thắng:30 Thịnh:12 Thuận:10 Tiến:22 Toàn:16 Trung:26 Trường:18 Tú:12 Tuấn:42 Tùng:26 Vinh:16 Việt:16 Vũ:12 Xuyên:1 Quyền:8';
const givenOfWomen =
  'Anh:40 An:8 Bích:8 Chi:14 Châu:8 Dung:24 Duyên:14 Diệp:6 Giang:16 Hà:40 Hạnh:22 Hằng:28 Hiền:30 Hoa:34 Hòa:18 Hồng:26 Huệ:14 Huế:6 Huyền:26 Hương:44 Hường:12 Khánh:8 Lan:40 Liên:18 Linh:40 Loan:16 Lý:10 Mai:28 My:10 Nga:30 Ngân:14 Ngọc:24 Nguyệt:10 Nhung:20 Oanh:14 Phương:36 Phượng:10 Quyên:8 Quỳnh:16 Tâm:18 Thanh:22 Thảo:24 Thơm:8 Thu:24 Thúy:22 Thủy:26 Thương:12 Trang:30 Trâm:6 Tuyết:16 Uyên:8 Vân:24 Xuân:14 Yến:18 Ánh:8 Hảo:3';

export type NameSlot = {
  readonly list: string;
  readonly slot: number;
  readonly full: string;
  readonly key: string;
  readonly marked: string;
};

/** 1,000 places a list, as rows for the loader. */
export function nameSlots(): NameSlot[] {
  const lists = { family: families, middle0: middlesOfMen, middle1: middlesOfWomen, given0: givenOfMen, given1: givenOfWomen };
  return Object.entries(lists).flatMap(([list, text]) =>
    spread(text).map((full, slot) => ({ list, slot, full, ...keysOf(full) })),
  );
}

const keysOf = (full: string) => ({ key: nameKey(full), marked: oneTonePlace(full).toLowerCase() });

/** Shares become places: every name gets at least one. */
function spread(text: string): string[] {
  const shares = text.split(' ').map((part) => part.split(':'));
  const sum = shares.reduce((all, [, share]) => all + Number(share), 0);
  const places: string[] = [];
  let reached = 0;
  for (const [name = '', share] of shares) {
    reached += Number(share);
    const until = Math.max(places.length + 1, Math.round((reached * 1000) / sum));
    while (places.length < until) places.push(name);
  }
  return places.slice(0, 1000);
}
