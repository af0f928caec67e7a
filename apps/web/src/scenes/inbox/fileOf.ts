import type { DeclarationView } from '@truyvet/contract';

/** The file that brought a declaration: `ve-que.xlsx#12` is row 12 of `ve-que.xlsx`. Undefined for one that came by itself. */
export function fileOf({ channel, sourceRef }: Pick<DeclarationView, 'channel' | 'sourceRef'>): string | undefined {
  if (channel !== 'import' || sourceRef === null) return undefined;
  const end = sourceRef.lastIndexOf('#');
  return end > 0 ? sourceRef.slice(0, end) : undefined;
}
