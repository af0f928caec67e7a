import type { Dialogue } from '../dialogue.ts';

/**
 * What the F1 and F2 tracing call says. Wording doubts for native health staff are listed in docs/wording.md.
 * Everything from A1 on is for the person alone, also where the words by themselves tell nothing: those are raised to sensitive.
 */
export const f1Prompts = {
  M1: {
    text:
      'Xin chào. Đây là cuộc gọi tự động của {co_quan}, phục vụ phòng chống dịch. [mien_phi?Cuộc gọi này miễn phí.] ' +
      'Cuộc gọi được ghi lại. Người đang nói là máy, không phải người thật.',
    bargeIn: false,
  },
  M2: {
    text:
      'Xin hỏi, đây có phải số máy của {xung} {ten} không ạ? Đúng thì bấm phím 1. Không phải thì bấm phím 2. ' +
      'Muốn gặp cán bộ thì bấm phím 0.',
    bargeIn: true,
  },
  M2b: {
    text: '{xung} {ten} đang ở gần đó, xin chuyển máy và bấm 1. Chưa có ở đó, bấm 2. Không quen người này, bấm 3.',
    bargeIn: true,
  },
  M2wait: { text: 'Xin cảm ơn. Chúng tôi chờ trong 30 giây.', bargeIn: true },
  M2later: { text: 'Khi tiện, nhờ quý vị nhắn {xung} {ten} gọi lại số {so_goi_lai}. Xin cảm ơn.', bargeIn: true },
  M2sorry: { text: 'Xin lỗi đã làm phiền quý vị.', bargeIn: true },
  M3: { text: 'Để bảo vệ thông tin riêng, xin {xung} bấm bốn số của năm sinh.', bargeIn: true },
  WRONG: { text: 'Năm sinh vừa bấm chưa khớp.', bargeIn: true },
  A1: {
    text:
      'Theo danh sách của {tram}, có thể {xung} ' +
      '[ngay_tiep_xuc?đã ở gần một người mắc COVID-19, vào khoảng ngày {ngay_tiep_xuc}.|đã ở gần một người mắc COVID-19.] ' +
      '{xung} có nhớ mình đã tiếp xúc không ạ? Có bấm 1, không bấm 2, không nhớ bấm 3.',
    bargeIn: true,
  },
  A1F2: {
    text:
      'Theo danh sách của {tram}, có thể {xung} ' +
      '[ngay_tiep_xuc?đã gặp một người đang được theo dõi vì tiếp xúc ca bệnh, vào khoảng ngày {ngay_tiep_xuc}.' +
      '|đã gặp một người đang được theo dõi vì tiếp xúc ca bệnh.] ' +
      '{xung} có nhớ không ạ? Có bấm 1, không bấm 2, không nhớ bấm 3.',
    bargeIn: true,
  },
  A2: {
    text:
      'Hiện nay {xung} có sốt, ho, đau họng, khó thở hoặc mất mùi, mất vị không ạ? ' +
      'Có một trong các dấu hiệu đó bấm 1, không có bấm 2, không rõ bấm 3.',
    bargeIn: true,
    sensitive: true,
  },
  A2b: {
    text: '{xung} có thấy khó thở, tức ngực, hoặc mệt lả không ạ? Có bấm 1, không bấm 2, không rõ bấm 3.',
    bargeIn: true,
    sensitive: true,
  },
  A2c: {
    text: '{xung} có đang mang thai hoặc có bệnh nền không ạ? Có bấm 1, không bấm 2, không rõ bấm 3.',
    bargeIn: true,
    sensitive: true,
  },
  A3: {
    text:
      '[ngay_tiep_xuc?Từ ngày {ngay_tiep_xuc} đến nay,|Trong 14 ngày qua,] {xung} có đi ra khỏi xã không ạ? ' +
      'Có bấm 1, không bấm 2, không nhớ bấm 3.',
    bargeIn: true,
  },
  A3r: {
    text: 'Xin nói ngắn gọn nơi {xung} đã đến, sau tiếng bíp. Xong thì bấm phím thăng.',
    bargeIn: true,
    sensitive: true,
  },
  A4: {
    text: 'Trong nhà hiện có bao nhiêu người ở cùng {xung}? Xin bấm số người, rồi bấm phím thăng.',
    bargeIn: true,
    sensitive: true,
  },
  A5: {
    text:
      'Ngoài người trong nhà, {xung} [ngay_tiep_xuc?có gặp gần ai khác kể từ ngày đó không ạ?' +
      '|có gặp gần ai khác trong 14 ngày qua không ạ?] Có bấm 1, không bấm 2, không nhớ bấm 3.',
    bargeIn: true,
  },
  A5n: {
    text: 'Xin nói họ và tên của người đó, sau tiếng bíp. Xong thì bấm phím thăng.',
    bargeIn: true,
    sensitive: true,
  },
  A5p: {
    text: 'Xin bấm số điện thoại của người đó, rồi bấm phím thăng. Không biết thì bấm phím thăng.',
    bargeIn: true,
    sensitive: true,
  },
  A5r: {
    text: 'Người đó là gì của {xung}? Người thân bấm 1. Bạn bè, hàng xóm bấm 2. Đồng nghiệp bấm 3. Người khác bấm 4.',
    bargeIn: true,
    sensitive: true,
  },
  A5m: {
    text: 'Còn ai nữa không ạ? Có bấm 1, không bấm 2, không nhớ bấm 3.',
    bargeIn: true,
    sensitive: true,
  },
  A6: {
    text: 'Hiện {xung} đang ở đâu? Ở nhà bấm 1. Ở khu cách ly tập trung bấm 2. Ở nơi khác bấm 3.',
    bargeIn: true,
  },
  A7: {
    text:
      '[bien_phap?Theo quyết định ngày {ngay_quyet_dinh}, {xung} {bien_phap}.|Cán bộ {tram} sẽ gọi lại để hướng dẫn.] ' +
      'Nếu khó thở, gọi ngay 115. Số gọi lại của chúng tôi là {so_goi_lai}. Xin cảm ơn {xung}.',
    bargeIn: true,
  },
  URGENT: {
    text: 'Nếu {xung} khó thở hoặc tức ngực, xin gác máy và gọi 115 ngay. Cán bộ {tram} sẽ gọi lại cho {xung}.',
    bargeIn: false,
  },
  OFFICER: { text: 'Chúng tôi đã ghi nhận. Cán bộ {tram} sẽ gọi lại cho {xung}. Xin cảm ơn.', bargeIn: false },
  BYE: { text: 'Xin cảm ơn. Cán bộ {tram} sẽ liên hệ sau.', bargeIn: true },
  STOP: { text: 'Cuộc gọi kết thúc tại đây. Số gọi lại của chúng tôi là {so_goi_lai}. Xin cảm ơn.', bargeIn: true },
  HT: { text: 'Đây là cuộc gọi tự động của {co_quan}. Khi tiện, xin gọi lại số {so_goi_lai}. Xin cảm ơn.', bargeIn: true },
} as const satisfies Dialogue['prompts'];
