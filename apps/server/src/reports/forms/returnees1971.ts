import type { ReportForm } from './form.ts';

/**
 * List of people back from epidemic areas. The text of 1971/CV-BCĐ (23 May 2021, steering committee of Thanh Hóa) was not at hand: the columns are
 * assumed from what the letter of 9 July 2021 asks for. Replace this file by the true form when it is.
 */
export const returnees1971: ReportForm = {
  code: '1971/CV-BCĐ',
  document: 'Công văn số 1971/CV-BCĐ ngày 23/5/2021 của Ban Chỉ đạo phòng, chống dịch COVID-19 tỉnh Thanh Hóa',
  title: 'DANH SÁCH NGƯỜI TỪ VÙNG DỊCH TRỞ VỀ ĐỊA PHƯƠNG',
  sheets: [
    {
      rows: 'returned',
      name: 'Đã về',
      title: 'DANH SÁCH NGƯỜI TỪ VÙNG DỊCH TRỞ VỀ ĐỊA PHƯƠNG',
      columns: [
        { heading: 'STT', field: 'number', width: 5, centred: true },
        { heading: 'Họ và tên', field: 'fullName', width: 22 },
        { heading: 'Năm sinh', field: 'birthYear', width: 7, centred: true },
        { heading: 'Giới', field: 'sex', width: 6, centred: true },
        { heading: 'Số CCCD', field: 'nationalId', width: 14, centred: true },
        { heading: 'Số điện thoại', field: 'phone', width: 13, centred: true },
        { heading: 'Thôn', field: 'hamlet', width: 14 },
        { heading: 'Xã, thị trấn', field: 'unit', width: 16 },
        { heading: 'Nơi đi (tỉnh, huyện, KCN)', field: 'from', width: 24 },
        { heading: 'Lý do', field: 'reason', width: 14 },
        { heading: 'Ngày về', field: 'arrivedOn', width: 11, centred: true },
        { heading: 'Phương tiện', field: 'vehicle', width: 14 },
        { heading: 'Người đi cùng', field: 'companions', width: 16 },
        { heading: 'Tiêm chủng', field: 'vaccination', width: 15 },
        { heading: 'Hình thức cách ly', field: 'isolation', width: 16 },
        { heading: 'Ngày lấy mẫu', field: 'sampledOn', width: 11, centred: true },
        { heading: 'Kết quả', field: 'sampleResult', width: 10, centred: true },
        { heading: 'Ghi chú', field: 'note', width: 16 },
      ],
    },
    {
      rows: 'away',
      name: 'Có thể trở về',
      title: 'DANH SÁCH NGƯỜI ĐỊA PHƯƠNG ĐANG Ở NƠI KHÁC, CÓ THỂ TRỞ VỀ',
      columns: [
        { heading: 'STT', field: 'number', width: 5, centred: true },
        { heading: 'Họ và tên', field: 'fullName', width: 24 },
        { heading: 'Năm sinh', field: 'birthYear', width: 7, centred: true },
        { heading: 'Giới', field: 'sex', width: 6, centred: true },
        { heading: 'Số CCCD', field: 'nationalId', width: 14, centred: true },
        { heading: 'Số điện thoại', field: 'phone', width: 13, centred: true },
        { heading: 'Thôn', field: 'hamlet', width: 16 },
        { heading: 'Xã, thị trấn', field: 'unit', width: 18 },
        { heading: 'Đang ở (tỉnh, huyện, KCN)', field: 'from', width: 28 },
        { heading: 'Lý do đi', field: 'reason', width: 14 },
        { heading: 'Dự kiến về', field: 'expectedBackOn', width: 11, centred: true },
        { heading: 'Tiêm chủng', field: 'vaccination', width: 15 },
        { heading: 'Ghi chú', field: 'note', width: 18 },
      ],
    },
  ],
};
