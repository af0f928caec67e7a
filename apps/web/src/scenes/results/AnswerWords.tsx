import type { TracingAnswers } from '@truyvet/contract';
import type { TextKey } from '../../i18n/locale.ts';
import { useText } from '../../i18n/useText.ts';

type YesNoField = 'remembersContact' | 'symptoms' | 'severe' | 'vulnerable' | 'leftCommune' | 'metOthers';
const worrying: readonly YesNoField[] = ['severe', 'symptoms', 'vulnerable', 'leftCommune', 'metOthers'];

/** The answers that call for something, in few words; when there are none, that nothing was reported. */
export function AnswerWords({ answers }: { readonly answers: TracingAnswers }) {
  const { t, word } = useText();
  const answered = Object.values(answers).some((value) => value !== null);
  if (!answered) return <span className="quiet">–</span>;
  const yes = worrying.filter((field) => answers[field] === 'yes');
  const facts = [
    answers.symptoms === 'no' ? t('symptoms.no') : '',
    answers.householdSize === null ? '' : t('answer.household', { count: answers.householdSize }),
    answers.whereNow === null ? '' : word('whereNow', answers.whereNow),
  ];
  return (
    <div>
      {yes.map((field) => (
        <div key={field} className={field === 'severe' || field === 'symptoms' ? 'urgent-text' : ''}>
          {t(`answer.${field}` satisfies TextKey)}
        </div>
      ))}
      <div className="quiet small">{facts.filter(Boolean).join(' · ')}</div>
    </div>
  );
}
