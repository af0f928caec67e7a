import type { UnitSettingValues } from '@truyvet/contract';
import { dots } from './dots.ts';
import { bodyParagraph, officialLetter } from './officialLetter.ts';
import { withinSentence } from './unitWords.ts';

/** Digits apart, so that a speaker reads a number as a number: "0936.036.115" → "0936 036 115". */
const readable = (number: string | undefined): string =>
  number === undefined ? dots(20) : number.replace(/[.\s-]+/g, ' ').trim();

/**
 * What the commune's loudspeakers say before anybody is called (item 1 of the letter): who calls, from which number, why, that the machine never asks
 * for money, passwords or codes, and where to call. Sentences, one a line.
 */
export function loudspeakerText(settings: UnitSettingValues, unit: string): string[] {
  const unitName = withinSentence(unit);
  const who = settings['organisation.name'] ?? unitName;
  const caller = readable(settings['caller.number']);
  const named = settings['caller.name'] === undefined ? '' : `, hiện tên ${settings['caller.name']}`;
  const hotline = readable(settings['hotline.number']);
  return [
    `Kính thưa bà con nhân dân ${unitName}.`,
    `Để phòng, chống dịch, từ hôm nay ${who} dùng hệ thống gọi điện tự động để hỏi thăm sức khỏe những người có thể đã tiếp xúc với ca bệnh và những người từ vùng dịch trở về.`,
    `Cuộc gọi đến từ số ${caller}${named}. Người nói là máy, không phải người thật.`,
    'Khi nhận cuộc gọi, xin bà con nghe máy và trả lời đúng sự thật bằng cách bấm phím trên điện thoại: có thì bấm phím 1, không thì bấm phím 2, không rõ thì bấm phím 3. Muốn gặp cán bộ, bấm phím 0.',
    'Máy chỉ hỏi năm sinh để biết đúng người. Máy không bao giờ hỏi số tài khoản, mật khẩu, mã OTP, và không yêu cầu chuyển tiền. Cuộc gọi nào hỏi những điều đó là lừa đảo, xin bà con gác máy và báo cho công an xã.',
    `Ai có sốt, ho, khó thở, ai mới từ nơi khác về, hoặc muốn phản ánh tình hình dịch bệnh, xin gọi đường dây nóng ${hotline}.`,
    'Trường hợp khó thở, tức ngực, cần cấp cứu, xin gọi ngay số 115.',
    'Xin trân trọng cảm ơn bà con.',
  ];
}

/** The same as an official text to be handed to the announcer. */
export async function loudspeakerDocument(settings: UnitSettingValues, unitName: string, on: string): Promise<Buffer> {
  const spoken = loudspeakerText(settings, unitName);
  const body = [
    bodyParagraph(
      'Đề nghị Đài truyền thanh phát nội dung sau đây, mỗi ngày ba lần (sáng, trưa, chiều), trước khi bắt đầu gọi và trong suốt đợt gọi:',
    ),
    ...spoken.map((sentence, index) =>
      bodyParagraph(`${index === 0 ? '“' : ''}${sentence}${index === spoken.length - 1 ? '”./.' : ''}`),
    ),
  ];
  return await officialLetter({
    settings: { ...settings, 'letter.to': [`Đài truyền thanh ${withinSentence(unitName)}`] },
    about: 'phát thanh về cuộc gọi tự động phòng, chống dịch',
    on,
    body,
  });
}
