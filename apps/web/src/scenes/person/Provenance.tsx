import type { Answer } from '@truyvet/contract';
import { useText } from '../../i18n/useText.ts';

/** How an answer came to us: key or speech, how sure, when in the call, by which script and step. */
export function Provenance({ answer }: { readonly answer: Answer }) {
  const { t, duration, clock, percent } = useText();
  const { by, keys, confidence, callAtMs, promptAtMs, dialogue, stepId } = answer;
  const parts = [
    by === 'key' ? t('provenance.key', { keys }) : t(`provenance.${by}`),
    confidence < 1 && t('provenance.confidence', { share: percent(confidence) }),
    callAtMs === null
      ? clock(answer.answeredAt)
      : t('provenance.callAt', { at: duration(callAtMs), clock: clock(answer.answeredAt) }),
    promptAtMs !== null && t('provenance.bargeIn', { seconds: (promptAtMs / 1000).toFixed(1) }),
    t('provenance.script', { script: `${dialogue.code} v${dialogue.version}`, step: stepId }),
  ];
  return parts.filter(Boolean).join(' · ');
}
