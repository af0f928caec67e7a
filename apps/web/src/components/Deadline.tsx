import { useServerNow } from '../hooks/useServerNow.ts';
import { useText } from '../i18n/useText.ts';

const minuteMs = 60_000;
const stepMs = 5_000;

/** How long until something must be done, or by how much it is late. */
export function Deadline({ dueAt }: { readonly dueAt: string }) {
  const { t, instant } = useText();
  const minutes = Math.round((Date.parse(dueAt) - useServerNow(stepMs)) / minuteMs);
  const length = lengthOf(Math.abs(minutes));
  const late = minutes < 0;
  return (
    <span className={late ? 'deadline urgent-text' : 'deadline'} title={instant(dueAt)}>
      {minutes === 0 ? t('deadline.now') : t(`deadline.${late ? 'late' : 'left'}.${length.unit}`, { count: length.count })}
    </span>
  );
}

function lengthOf(minutes: number): { readonly unit: 'minutes' | 'hours' | 'days'; readonly count: number } {
  if (minutes < 90) return { unit: 'minutes', count: minutes };
  const hours = Math.round(minutes / 60);
  return hours < 36 ? { unit: 'hours', count: hours } : { unit: 'days', count: Math.round(hours / 24) };
}
