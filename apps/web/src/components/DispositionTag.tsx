import { dispositionText } from '@truyvet/contract';
import { useText } from '../i18n/useText.ts';
import { dispositionTone } from './dispositionTone.ts';
import './tags.css';

/** What became of a call: colour and words, never colour alone. */
export function DispositionTag({ code }: { readonly code: string }) {
  const { locale } = useText();
  return <span className={`tag tag-${dispositionTone(code)}`}>{dispositionText(code, locale)}</span>;
}
