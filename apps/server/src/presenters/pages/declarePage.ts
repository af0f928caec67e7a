import type { Declared, DeclaredSymptom } from '@truyvet/contract';
import { diseaseProfile } from '@truyvet/outbreak';
import { citizenPage, escapeHtml, phoneLink } from './page.ts';

export type CommuneChoice = { readonly code: string; readonly name: string; readonly within: string | null };

/** What the form shows again after a mistake: the words as they were typed. */
export type TypedForm = ReadonlyMap<string, readonly string[]>;

const covidLabels = {
  fever: 'Sốt',
  cough: 'Ho',
  soreThroat: 'Đau họng',
  lossOfSmellOrTaste: 'Mất mùi, mất vị',
  breathless: 'Khó thở',
  chestPain: 'Tức ngực',
  exhausted: 'Mệt lả, không dậy nổi',
} as const satisfies Readonly<Record<DeclaredSymptom, string>>;

/** What the form asks about: the signs of the outbreak's disease, the severe ones last. */
export function symptomLabels(disease: string): Readonly<Record<string, string>> {
  const profile = disease === 'covid-19' ? undefined : diseaseProfile(disease);
  if (!profile) return covidLabels;
  const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
  return Object.fromEntries([...profile.symptoms, ...profile.severeSigns].map(({ code, vi }) => [code, capital(vi)]));
}

const title = 'Khai báo y tế';
const hotlineText = (hotline: string | null) =>
  hotline === null ? '' : ` Không tiện khai ở đây, xin gọi ${phoneLink(hotline)}.`;

/** The declaration form. `key` makes a form that is sent twice one declaration. */
export function declarePage(given: {
  readonly communes: readonly CommuneChoice[];
  readonly hotline: string | null;
  /** As in `outbreak.disease`: of the outbreak that the declaration will belong to. */
  readonly disease: string;
  readonly key: string;
  readonly typed: TypedForm;
  readonly mistake: string | null;
}): string {
  const { typed } = given;
  const value = (name: string) => escapeHtml(typed.get(name)?.[0] ?? '');
  const chosen = (name: string, option: string) => (typed.get(name)?.includes(option) ? ' checked' : '');
  const text = (name: string, label: string, extra = '', hint = '') =>
    `<label for="${name}">${label}${hint && ` <span class="hint">${hint}</span>`}</label><input id="${name}" name="${name}" value="${value(name)}" ${extra || 'type="text"'}>`;
  const radio = (name: string, option: string, label: string) =>
    `<label class="choice"><input type="radio" name="${name}" value="${option}"${chosen(name, option)}> ${label}</label>`;
  const symptoms = Object.entries(symptomLabels(given.disease))
    .map(
      ([code, label]) =>
        `<label class="choice"><input type="checkbox" name="symptoms" value="${code}"${chosen('symptoms', code)}> ${label}</label>`,
    )
    .join('');
  const body = `
<p class="box alarm">Đang khó thở, tức ngực hoặc cần cấp cứu: xin gọi ngay ${phoneLink('115')}.</p>
${given.mistake === null ? '' : `<p class="box alarm" role="alert">${escapeHtml(given.mistake)}</p>`}
<p>Thông tin chỉ dùng để phòng, chống dịch và chỉ cán bộ có trách nhiệm được xem.${hotlineText(given.hotline)}</p>
<form method="post" action="/khai-bao" accept-charset="utf-8">
<input type="hidden" name="submissionKey" value="${escapeHtml(given.key)}">
<div class="trap" aria-hidden="true"><label>Để trống ô này<input type="text" name="website" tabindex="-1" autocomplete="off"></label></div>
<h2>Người được khai báo</h2>
${text('fullName', 'Họ và tên', 'type="text" required maxlength="80" autocomplete="name"')}
${text('birthYear', 'Năm sinh', 'type="number" inputmode="numeric" min="1900" max="2100"')}
<fieldset><legend>Giới tính</legend>${radio('sex', 'male', 'Nam')}${radio('sex', 'female', 'Nữ')}</fieldset>
${text('phone', 'Số điện thoại', 'type="tel" maxlength="20" autocomplete="tel"', 'để cán bộ y tế gọi lại')}
${text('declaredBy', 'Họ tên người khai hộ', 'type="text" maxlength="80"', 'bỏ trống nếu quý vị khai cho chính mình')}
<h2>Nơi đang ở</h2>
<label for="unitCode">Xã, phường, thị trấn</label>
<select id="unitCode" name="unitCode" required><option value="">– Xin chọn –</option>${communeOptions(given.communes, typed.get('unitCode')?.[0])}</select>
${text('hamlet', 'Thôn, khu phố', 'type="text" maxlength="80"')}
${text('address', 'Số nhà, đường', 'type="text" maxlength="200"')}
<h2>Đi lại trong 14 ngày qua</h2>
${text('from', 'Từ nơi khác về? Xin ghi nơi đi', 'type="text" maxlength="200"', 'huyện, tỉnh; khu công nghiệp nếu có')}
${text('leftOn', 'Ngày rời nơi đó', 'type="date"')}
${text('arrivedOn', 'Ngày về đến địa phương', 'type="date"')}
${text('vehicle', 'Phương tiện', 'type="text" maxlength="200"', 'xe máy, xe khách (biển số), tàu, máy bay (số ghế)')}
${text('companions', 'Người đi cùng', 'type="text" maxlength="500"')}
<label for="places">Những nơi đã đến</label><textarea id="places" name="places" rows="3" maxlength="1000">${value('places')}</textarea>
<h2>Sức khỏe</h2>
<fieldset><legend>Hiện nay có dấu hiệu nào sau đây không? <span class="hint">không có thì bỏ trống</span></legend>${symptoms}</fieldset>
<fieldset><legend>Trong 14 ngày qua có gặp người mắc hoặc nghi mắc bệnh không?</legend>
${radio('metCase', 'yes', 'Có')}${radio('metCase', 'no', 'Không')}${radio('metCase', 'unsure', 'Không rõ')}</fieldset>
${text('metCaseText', 'Nếu có: gặp ở đâu, khi nào', 'type="text" maxlength="500"')}
<button type="submit">Gửi khai báo</button>
</form>`;
  return citizenPage({ title, subtitle: 'Xin quý vị khai đúng và đủ để phòng dịch cho gia đình và cộng đồng.', body });
}

function communeOptions(communes: readonly CommuneChoice[], chosen: string | undefined): string {
  const groups = new Map<string, CommuneChoice[]>();
  for (const commune of communes) {
    const name = commune.within ?? '';
    groups.set(name, [...(groups.get(name) ?? []), commune]);
  }
  const option = ({ code, name }: CommuneChoice) =>
    `<option value="${escapeHtml(code)}"${code === chosen ? ' selected' : ''}>${escapeHtml(name)}</option>`;
  return [...groups]
    .map(([within, list]) => `<optgroup label="${escapeHtml(within)}">${list.map(option).join('')}</optgroup>`)
    .join('');
}

/** What a citizen sees after declaring. */
export function declaredPage({ code, severe, advice }: Declared): string {
  const body = `
<p class="box${severe ? ' alarm' : ''}">${escapeHtml(advice.vi).replace(/\b115\b/g, phoneLink('115'))}</p>
<p>Mã khai báo của quý vị:</p><p class="code">${escapeHtml(code)}</p>
<p>Khi gọi cho cán bộ y tế, quý vị chỉ cần đọc mã này. Xin đừng gửi mã hoặc giấy tờ cho người lạ.</p>
<p><a href="/khai-bao">Khai báo cho người khác</a></p>`;
  return citizenPage({ title: 'Đã nhận khai báo', subtitle: 'Xin cảm ơn quý vị.', body });
}
