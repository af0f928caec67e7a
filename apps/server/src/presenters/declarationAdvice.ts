import type { Bilingual } from '@truyvet/contract';

/** What a citizen reads after declaring. With a severe sign 115 comes first (the line KHẨN of the scripts). */
export function declarationAdvice(given: {
  readonly severe: boolean;
  readonly symptoms: readonly string[];
  /** Met a case, or came from elsewhere. */
  readonly atRisk: boolean;
  readonly hotline: string | null;
}): Bilingual {
  const hotline = given.hotline === null ? null : { vi: `Đường dây nóng: ${given.hotline}.`, en: `Hotline: ${given.hotline}.` };
  const sentences: (Bilingual | null)[] = given.severe
    ? [
        given.symptoms.some((code) => code === 'breathless' || code === 'chestPain')
          ? { vi: 'Khó thở hoặc tức ngực: xin gọi 115 ngay.', en: 'Short of breath or chest pain: call 115 now.' }
          : { vi: 'Có dấu hiệu nặng: xin gọi 115 ngay.', en: 'There is a severe sign: call 115 now.' },
        { vi: 'Cán bộ y tế sẽ gọi lại cho quý vị.', en: 'A health officer will call you back.' },
      ]
    : given.symptoms.length > 0
      ? [
          {
            vi: 'Xin quý vị ở tại nhà, đeo khẩu trang, tránh tiếp xúc gần với người khác. Cán bộ y tế sẽ gọi lại cho quý vị.',
            en: 'Please stay at home, wear a mask and keep away from others. A health officer will call you back.',
          },
          { vi: 'Nếu khó thở, xin gọi ngay 115.', en: 'If you get short of breath, call 115 at once.' },
        ]
      : given.atRisk
        ? [
            { vi: 'Xin cảm ơn quý vị đã khai báo.', en: 'Thank you for declaring.' },
            {
              vi: 'Trong khi chờ cán bộ y tế liên hệ, xin quý vị ở tại nhà, đeo khẩu trang, tránh tiếp xúc gần với người khác.',
              en: 'Until a health officer gets in touch, please stay at home, wear a mask and keep away from others.',
            },
            {
              vi: 'Nếu thấy sốt, ho, xin khai báo lại hoặc gọi cho chúng tôi; khó thở, xin gọi ngay 115.',
              en: 'With fever or cough, declare again or call us; short of breath, call 115 at once.',
            },
          ]
        : [
            { vi: 'Xin cảm ơn quý vị đã khai báo.', en: 'Thank you for declaring.' },
            {
              vi: 'Nếu thấy sốt, ho, khó thở, xin khai báo lại hoặc gọi cho chúng tôi.',
              en: 'With fever, cough or short breath, declare again or call us.',
            },
          ];
  const told = [...sentences, hotline].filter((sentence) => sentence !== null);
  return { vi: told.map(({ vi }) => vi).join(' '), en: told.map(({ en }) => en).join(' ') };
}
