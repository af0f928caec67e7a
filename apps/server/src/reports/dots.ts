/** What nobody has set yet stands as a dotted line, to be filled in with a pen. */
export const dots = (length: number): string => '.'.repeat(length);
