import './tags.css';

/** F0, F1, F2… as the list stated it; nothing when it did not. */
export function LevelTag({ level }: { readonly level: number | null }) {
  return level === null ? null : <span className="level">F{level}</span>;
}
