/** Why a dialogue cannot be read or published: a stable code, where in the document, and a sentence for its author. */
export type DialogueProblem = {
  readonly code: DialogueProblemCode;
  /** Keys from the top of the document, e.g. `['steps', 'A2', 'options', '1', 'next']`. */
  readonly path: readonly (string | number)[];
  /** What the sentence names: a step, a variable, a word. */
  readonly detail: string;
};

type Sentence = { readonly vi: string; readonly en: string };

/** `{path}` and `{detail}` are filled in. */
export const dialogueProblems = {
  'document.invalid': { vi: 'Kịch bản sai cấu trúc tại {path}: {detail}.', en: 'The dialogue is malformed at {path}: {detail}.' },
  'step.unknown': {
    vi: '{path} dẫn tới bước "{detail}" không có.',
    en: '{path} leads to the step "{detail}", which does not exist.',
  },
  'step.unreachable': { vi: 'Không có đường nào tới bước "{detail}".', en: 'No path leads to the step "{detail}".' },
  'step.neverEnds': {
    vi: 'Từ bước "{detail}" không có đường kết thúc.',
    en: 'No path leads from the step "{detail}" to an end.',
  },
  'step.spins': {
    vi: 'Bước "{detail}" quay vòng mà không hỏi hay nói gì.',
    en: 'The step "{detail}" goes round without asking or saying anything.',
  },
  'prompt.unknown': {
    vi: '{path} dùng câu "{detail}" không có.',
    en: '{path} uses the prompt "{detail}", which does not exist.',
  },
  'prompt.syntax': {
    vi: 'Câu nói tại {path} sai dấu ngoặc ở "{detail}".',
    en: 'The text at {path} has a wrong bracket at "{detail}".',
  },
  'prompt.tooLong': {
    vi: 'Câu nói tại {path} dài {detail} tiếng, quá dài để nghe.',
    en: 'The text at {path} has {detail} syllables: too long to listen to.',
  },
  'variable.unknown': {
    vi: '{path} dùng biến "{detail}" chưa khai báo.',
    en: '{path} uses the variable "{detail}", which is not declared.',
  },
  'answer.unknown': {
    vi: '{path} đọc câu trả lời của "{detail}", không phải bước hỏi.',
    en: '{path} reads the answer to "{detail}", which asks nothing.',
  },
  'loop.unknown': {
    vi: '{path} thuộc vòng lặp "{detail}" không có.',
    en: '{path} belongs to the loop "{detail}", which does not exist.',
  },
  'key.illegal': {
    vi: 'Phím {detail} không dùng làm lựa chọn tại {path} được.',
    en: 'The key {detail} cannot be an option at {path}.',
  },
  'key.meaning': {
    vi: 'Câu có/không tại {path}: 1 là có, 2 là không, 3 là không rõ.',
    en: 'In the yes/no question at {path} 1 is yes, 2 no, 3 not sure.',
  },
  'key.unspoken': {
    vi: 'Câu hỏi tại {path} không nói đến phím {detail}.',
    en: 'The question at {path} does not say the key {detail}.',
  },
  'range.empty': { vi: 'Khoảng giá trị tại {path} trống: {detail}.', en: 'The range at {path} is empty: {detail}.' },
  'gate.sensitivePrompt': {
    vi: 'Câu "{detail}" nói điều riêng của người được gọi nhưng có thể đến trước bước xác minh.',
    en: 'The prompt "{detail}" discloses something about the person but can be reached before the identity gate.',
  },
  'gate.sensitiveBranch': {
    vi: '{path} rẽ nhánh theo điều riêng "{detail}" trước bước xác minh.',
    en: '{path} branches on the private "{detail}" before the identity gate.',
  },
} as const satisfies Record<string, Sentence>;

export type DialogueProblemCode = keyof typeof dialogueProblems;

/** The sentence for an author, in their language. */
export function dialogueProblemText(problem: DialogueProblem, locale: 'vi' | 'en'): string {
  return dialogueProblems[problem.code][locale]
    .replace('{path}', () => problem.path.join('.'))
    .replace('{detail}', () => problem.detail);
}
