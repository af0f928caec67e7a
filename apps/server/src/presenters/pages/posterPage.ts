import type { UnitSettingValues } from '@truyvet/contract';
import QRCode from 'qrcode';
import type { PlaceRecord } from '../../db/declarations/places.ts';
import { escapeHtml } from './page.ts';

const style = `
@page{size:A4 portrait;margin:0}
*{box-sizing:border-box}
body{margin:0;font-family:"Noto Sans",Arial,"Liberation Sans",sans-serif;color:#10231a;background:#fff}
main{width:210mm;min-height:296mm;margin:0 auto;padding:14mm 16mm;display:flex;flex-direction:column;align-items:center;text-align:center}
.body{font-size:15pt;font-weight:700;text-transform:uppercase;color:#0b6b46}
h1{font-size:34pt;line-height:1.15;margin:8mm 0 2mm}
h2{font-size:22pt;font-weight:400;margin:0 0 6mm}
.code svg{width:122mm;height:122mm;display:block}
.code{border:2mm solid #0b6b46;border-radius:6mm;padding:1mm}
.name{font-size:24pt;font-weight:700;margin:8mm 0 1mm}
.where{font-size:14pt}
ol{font-size:15pt;text-align:left;margin:6mm 0 0;padding-left:8mm;line-height:1.5}
footer{margin-top:auto;padding-top:6mm;width:100%;border-top:.6mm solid #0b6b46;font-size:14pt;line-height:1.6}
footer strong{font-size:20pt}
.small{font-size:11pt;color:#3c4b43}
@media screen{body{background:#dfe6e2}main{background:#fff;box-shadow:0 0 12px #0003;margin:16px auto}}
`;

/** A place's poster: one A4 page to print from a browser. `address` is what the QR code opens. */
export async function posterPage(given: {
  readonly place: Pick<PlaceRecord, 'name' | 'hamlet' | 'address' | 'unit'>;
  /** The unit's, and what the robot says of itself where it has none; what is missing leaves room to write it by hand. */
  readonly settings: UnitSettingValues;
  readonly address: string;
}): Promise<string> {
  const { place, settings, address } = given;
  const svg = await QRCode.toString(address, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 });
  const where = [place.address, place.hamlet, place.unit.name].filter((part) => part !== null && part !== '').join(', ');
  const hotline = settings['hotline.number'] ?? '. . . . . . . . . . . . . .';
  const organisation = settings['organisation.name'] ?? settings['letter.body'] ?? '. . . . . . . . . . . . . . . . . . . .';
  return `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>${escapeHtml(place.name)}</title><style>${style}</style></head>
<body><main>
<div class="body">${escapeHtml(organisation)}</div>
<h1>QUÉT MÃ QR KHI ĐẾN</h1><h2>Mỗi lần đến, xin quét một lần</h2>
<div class="code">${svg}</div>
<div class="name">${escapeHtml(place.name)}</div><div class="where">${escapeHtml(where)}</div>
<ol><li>Mở máy ảnh hoặc ứng dụng quét mã trên điện thoại, đưa vào ô vuông.</li>
<li>Bấm vào đường dẫn hiện ra, ghi họ tên và số điện thoại.</li>
<li>Không có điện thoại thông minh: xin ghi tên vào sổ tại cửa.</li></ol>
<footer>Có sốt, ho, khó thở: xin không vào, và gọi đường dây nóng <strong>${escapeHtml(hotline)}</strong><br>
Khó thở, tức ngực: gọi ngay <strong>115</strong>
<div class="small">${escapeHtml(address)}</div></footer>
</main></body></html>
`;
}
