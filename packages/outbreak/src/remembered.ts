/**
 * The same function, which remembers what it answered: lists say "F1", "Nam" and one case's code ten thousand times over. What it answers must not be
 * changed by whoever asks.
 *
 * @param most texts remembered; then all are forgotten, so that a list of nothing but different ones costs no memory.
 */
export function remembered<T>(of: (text: string) => T, most = 1_000): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const answer = of(text);
    if (known.size >= most) known.clear();
    known.set(text, answer);
    return answer;
  };
}
