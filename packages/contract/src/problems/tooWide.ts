/** What whoever asked a question that covers too much can do: `advice` of `question.tooWide`. */
export const tooWideAdvice = {
  narrower: {
    advice: {
      vi: 'xin chọn đơn vị nhỏ hơn hoặc khoảng thời gian ngắn hơn',
      en: 'choose a smaller unit or a shorter time',
    },
  },
  later: {
    advice: {
      vi: 'hệ thống đang đếm, xin hỏi lại sau vài phút',
      en: 'it is being counted, ask again in a few minutes',
    },
  },
} as const;
