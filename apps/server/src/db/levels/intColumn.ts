/**
 * The numbers of an array that PostgreSQL wrote as text (`{1,-2,3}`), without an object a number: a million of them take milliseconds.
 * Without elements, null or `{}`: none. NULL as an element is not known.
 */
export function parseColumn(text: string | null): Float64Array {
  if (text === null || text.length <= 2) return new Float64Array(0);
  let count = 1;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) === comma) count++;
  const numbers = new Float64Array(count);
  let place = 0;
  let value = 0;
  let negative = false;
  for (let i = 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === comma || code === brace) {
      numbers[place++] = negative ? -value : value;
      value = 0;
      negative = false;
    } else if (code === minus) negative = true;
    else value = value * 10 + (code - zero);
  }
  return numbers;
}

const [comma, brace, minus, zero] = [44, 125, 45, 48];
