import type { ReactNode } from 'react';

/** A row of figures that wraps. */
export function Figures({ children }: { readonly children: ReactNode }) {
  return <dl className="figures">{children}</dl>;
}
