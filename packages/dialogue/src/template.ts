/**
 * Prompt texts and their pieces.
 *
 * A prompt is cut where its variables stand, so that its fixed pieces are synthesised once for everyone and only names and dates are
 * synthesised for a person. Neighbouring variables and the mark after them stay together (`{xung} {ten}?`): one breath, one piece.
 */

/** A fixed piece, or one whose text depends on variables. `when`: only if that variable is known, or only if it is not. */
export type TemplatePiece = {
  readonly kind: 'fixed' | 'variable';
  readonly text: string;
  readonly variables: readonly string[];
  readonly when?: { readonly variable: string; readonly known: boolean };
};

type When = NonNullable<TemplatePiece['when']>;

/** A text that cannot be read; `at` is the position of the fault in the text. */
export type TemplateFault = { readonly at: number; readonly what: 'bracket' | 'brace' };

const variable = /\{([a-z][a-z0-9_]*)\}/g;
const conditional = /\[([a-z][a-z0-9_]*)\?([^[\]|]*)(?:\|([^[\]|]*))?\]/g;

/** The pieces of a text, in order, those under a condition included. Never throws: check with `templateFault` first. */
export function templatePieces(text: string): readonly TemplatePiece[] {
  const pieces: TemplatePiece[] = [];
  let end = 0;
  for (const match of text.matchAll(conditional)) {
    pieces.push(...plainPieces(text.slice(end, match.index)));
    const name = match[1] ?? '';
    pieces.push(...plainPieces(match[2] ?? '', { variable: name, known: true }));
    pieces.push(...plainPieces(match[3] ?? '', { variable: name, known: false }));
    end = match.index + match[0].length;
  }
  pieces.push(...plainPieces(text.slice(end)));
  return pieces;
}

/** Cuts at runs of variables; punctuation right after a run goes with it. */
function plainPieces(text: string, when?: When): readonly TemplatePiece[] {
  const run = /\{[a-z][a-z0-9_]*\}(?:\s*\{[a-z][a-z0-9_]*\})*[.,;:?!…]*/g;
  const pieces: TemplatePiece[] = [];
  const add = (kind: TemplatePiece['kind'], part: string) => {
    const trimmed = part.trim();
    if (!/[\p{L}\p{N}]/u.test(trimmed)) return;
    pieces.push({ kind, text: trimmed, variables: kind === 'fixed' ? [] : namesIn(trimmed), ...(when ? { when } : {}) });
  };
  let end = 0;
  for (const match of text.matchAll(run)) {
    add('fixed', text.slice(end, match.index));
    add('variable', match[0]);
    end = match.index + match[0].length;
  }
  add('fixed', text.slice(end));
  return pieces;
}

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(variable)].map((match) => match[1] ?? '');
}

/** Every variable a text reads, those of its conditions included. */
export function templateVariables(text: string): readonly string[] {
  const conditions = [...text.matchAll(conditional)].map((match) => match[1] ?? '');
  return [...new Set([...namesIn(text), ...conditions])];
}

/** Everything a text could say, without its variables: what the word list is held against. */
export function templateWords(text: string): string {
  return text.replace(conditional, ' $2 $3 ').replace(variable, ' ');
}

/** The first fault in a text: brackets that do not match, nesting, a brace without a name. */
export function templateFault(text: string): TemplateFault | null {
  const blank = (match: string) => ' '.repeat(match.length);
  const outside = text.replace(conditional, (match) => match.replace(/[[\]|]/g, ' ')).replace(variable, blank);
  const bracket = outside.search(/[[\]|]/);
  if (bracket >= 0) return { at: bracket, what: 'bracket' };
  const brace = outside.search(/[{}]/);
  return brace >= 0 ? { at: brace, what: 'brace' } : null;
}
