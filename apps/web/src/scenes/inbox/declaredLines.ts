import type { DeclarationView } from '@truyvet/contract';
import type { Text } from '../../i18n/useText.ts';

/** What was declared, one line a subject: where from, signs, whom they met; nothing of what was left out. */
export function declaredLines(declaration: DeclarationView, { t, word, day }: Pick<Text, 't' | 'word' | 'day'>): string[] {
  const { from, leftOn, arrivedOn, vehicle, reason, symptoms, metCase, metCaseText, places, note, declaredBy } = declaration;
  const origin = from.text ?? from.unit?.name ?? null;
  const journey = [
    origin !== null && t('declaration.from', { place: origin }),
    leftOn !== null && t('declaration.leftOn', { day: day(leftOn) }),
    arrivedOn !== null && t('declaration.arrivedOn', { day: day(arrivedOn) }),
    vehicle,
    reason,
  ];
  const met = metCase === null || metCase === 'no' ? null : t(`declaration.met.${metCase}`);
  const lines = [
    joined(journey),
    symptoms.length > 0 && t('declaration.symptoms', { list: symptoms.map((code) => word('declaredSymptom', code)).join(', ') }),
    joined([met, metCaseText]),
    places !== null && t('declaration.places', { places }),
    note,
    declaredBy !== null && t('declaration.by', { name: declaredBy }),
  ];
  return lines.filter((line): line is string => typeof line === 'string' && line !== '');
}

const joined = (parts: readonly (string | false | null)[]): string => parts.filter(Boolean).join(' · ');
