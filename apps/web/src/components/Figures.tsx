import type { CSSProperties, ReactNode } from 'react';

type Props = { readonly perRow: number; readonly children: ReactNode };

/** Figures side by side, `perRow` of them on a laptop, fewer on a narrow screen. */
export function Figures({ perRow, children }: Props) {
  const style = { '--per-row': perRow } as CSSProperties;
  return (
    <dl className="figures" style={style}>
      {children}
    </dl>
  );
}
