/** What an officer decided about a row: another person, this person, or nobody to store. */
export type RowDecision =
  | { readonly kind: 'new' }
  | { readonly kind: 'same'; readonly personId: number }
  | { readonly kind: 'leave' };
