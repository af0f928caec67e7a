import type { Answer } from '@truyvet/contract';
import { useText } from '../../i18n/useText.ts';
import { Provenance } from './Provenance.tsx';

/** Question, answer, and how the answer came to us. */
export function AnswerTable({ answers }: { readonly answers: readonly Answer[] }) {
  const { t, locale } = useText();
  return (
    <table className="answers">
      <caption className="unseen">{t('person.answers')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('answer.question')}</th>
          <th scope="col">{t('answer.value')}</th>
          <th scope="col">{t('answer.provenance')}</th>
        </tr>
      </thead>
      <tbody>
        {answers.map((answer) => (
          <tr key={answer.id}>
            <td>
              {answer.question[locale]}
              {answer.round > 0 && <span className="quiet"> ({answer.round + 1})</span>}
            </td>
            <td>
              <strong>{answer.valueText[locale]}</strong>
            </td>
            <td className="quiet small">
              <Provenance answer={answer} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
