/** Items by the person they belong to, in their order. */
export function groupByPerson<T extends { readonly personId: number }>(items: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const group = groups.get(item.personId);
    if (group) group.push(item);
    else groups.set(item.personId, [item]);
  }
  return groups;
}
