import { localMoment } from '../dateText.ts';
import { citizenPage, escapeHtml } from './page.ts';

/** The form behind a poster's QR code. */
export function checkInPage(given: {
  readonly code: string;
  readonly place: string;
  readonly mistake: string | null;
  readonly typed: ReadonlyMap<string, readonly string[]>;
}): string {
  const value = (name: string) => escapeHtml(given.typed.get(name)?.[0] ?? '');
  const body = `
${given.mistake === null ? '' : `<p class="box alarm" role="alert">${escapeHtml(given.mistake)}</p>`}
<form method="post" action="/q/${escapeHtml(given.code)}" accept-charset="utf-8">
<div class="trap" aria-hidden="true"><label>Để trống ô này<input type="text" name="website" tabindex="-1" autocomplete="off"></label></div>
<label for="fullName">Họ và tên</label><input id="fullName" name="fullName" type="text" required maxlength="80" autocomplete="name" value="${value('fullName')}">
<label for="phone">Số điện thoại <span class="hint">để báo tin khi nơi này có ca bệnh</span></label><input id="phone" name="phone" type="tel" maxlength="20" autocomplete="tel" value="${value('phone')}">
<button type="submit">Ghi nhận tôi đang ở đây</button>
</form>
<p>Thông tin chỉ dùng để phòng, chống dịch. Có sốt, ho hoặc khó thở: xin không vào, và <a href="/khai-bao">khai báo y tế</a>.</p>`;
  return citizenPage({ title: given.place, subtitle: 'Ghi nhận đến nơi', body });
}

export function checkedInPage(place: string, cameAt: Date): string {
  const body = `<p class="box">Đã ghi nhận lúc <strong>${localMoment(cameAt)}</strong>. Xin cảm ơn quý vị.</p>
<p><a href="/khai-bao">Khai báo y tế</a></p>`;
  return citizenPage({ title: place, subtitle: 'Đã ghi nhận', body });
}

/** A code that is not, or no longer, in use. */
export function unknownPosterPage(sentence: string): string {
  const body = `<p class="box alarm" role="alert">${escapeHtml(sentence)}</p><p><a href="/khai-bao">Khai báo y tế</a></p>`;
  return citizenPage({ title: 'Mã không còn dùng', subtitle: 'Ghi nhận đến nơi', body });
}
