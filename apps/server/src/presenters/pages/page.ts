/** Pages for citizens and for the printer: plain HTML without a script, styles in the page (the policy of routes/guards.ts allows no more). */

/** Text as HTML. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Lets one phone number be dialled with a touch. */
export const phoneLink = (number: string): string =>
  `<a href="tel:${escapeHtml(number.replace(/[^\d+]/g, ''))}">${escapeHtml(number)}</a>`;

const style = `
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:#f3f6f4;color:#17231c;font:18px/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{max-width:640px;margin:0 auto;padding:16px}
header{background:#0b6b46;color:#fff;padding:14px 16px}
header div{max-width:640px;margin:0 auto}
h1{font-size:1.35rem;line-height:1.3;margin:0}
header p{margin:4px 0 0;font-size:.95rem}
h2{font-size:1.25rem;margin:1.6em 0 .2em;padding-top:.8em;border-top:2px solid #0b6b46;color:#0b6b46}
label,legend{display:block;font-weight:600;margin:1em 0 .25em}
.hint{font-weight:400;color:#4a5a51;font-size:.95rem}
input[type=text],input[type=tel],input[type=number],input[type=date],select,textarea{width:100%;font:inherit;padding:10px;border:1px solid #7d8f85;border-radius:8px;background:#fff}
fieldset{border:0;padding:0;margin:1em 0 0;min-width:0}
legend{padding:0;margin:0 0 .25em}
.choice{display:flex;align-items:center;gap:10px;font-weight:400;margin:0;padding:8px 0;min-height:44px}
.choice input{width:24px;height:24px;flex:none}
button{font:inherit;font-weight:700;width:100%;padding:14px;margin:1.6em 0 1em;border:0;border-radius:8px;background:#0b6b46;color:#fff}
.box{background:#fff;border:1px solid #c8d3cc;border-radius:8px;padding:12px 14px;margin:14px 0}
.alarm{background:#fde8e6;border-color:#b3261e;color:#7a120c;font-weight:700}
.code{font-size:1.8rem;font-weight:700;letter-spacing:.12em}
.trap{position:absolute;left:-9999px}
`;

/** A page for a telephone. `body` is HTML already. */
export function citizenPage({ title, subtitle, body }: { title: string; subtitle: string; body: string }): string {
  return `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><title>${escapeHtml(title)}</title><style>${style}</style></head>
<body><header><div><h1>${escapeHtml(title)}</h1><p>${escapeHtml(subtitle)}</p></div></header><main>${body}</main></body></html>
`;
}
