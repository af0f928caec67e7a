/** `+84936036115` as people write it in Vietnam: `0936 036 115`; anything else as it is. */
export function nationalPhone(e164: string): string {
  const mobile = /^\+84(\d{3})(\d{3})(\d{3})$/.exec(e164);
  if (mobile) return `0${mobile[1]} ${mobile[2]} ${mobile[3]}`;
  return e164.replace(/^\+84/, '0');
}
