import { type Bilingual, problemBody } from '@truyvet/contract';

/** A refusal by the server, or the lack of one; `title` is what the user reads. */
export class ApiProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly title: Bilingual;

  constructor(code: string, status: number, title: Bilingual) {
    super(`${code}: ${title.en}`);
    this.name = 'ApiProblem';
    this.code = code;
    this.status = status;
    this.title = title;
  }
}

const unreachable: Bilingual = {
  vi: 'Không kết nối được với máy chủ. Xin kiểm tra mạng rồi thử lại.',
  en: 'The server cannot be reached. Check the network and try again.',
};
const notUnderstood: Bilingual = {
  vi: 'Máy chủ trả lời không đúng dạng. Xin tải lại trang; nếu vẫn lỗi, báo người quản trị.',
  en: 'The server answered in an unexpected form. Reload the page; if it fails again, tell the administrator.',
};

/** No answer came at all. */
export function unreachableProblem(): ApiProblem {
  return new ApiProblem('network.unreachable', 0, unreachable);
}

/** An answer came that is not what the contract says. */
export function notUnderstoodProblem(status: number): ApiProblem {
  return new ApiProblem('response.invalid', status, notUnderstood);
}

/** Reads the server's refusal (RFC 9457 with both languages). */
export function readProblem(status: number, body: unknown): ApiProblem {
  const parsed = problemBody.safeParse(body);
  return parsed.success ? new ApiProblem(parsed.data.code, status, parsed.data.title) : notUnderstoodProblem(status);
}

/** Any error as something that can be shown. */
export function asProblem(error: unknown): ApiProblem {
  return error instanceof ApiProblem ? error : notUnderstoodProblem(0);
}
