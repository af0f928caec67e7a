import './campaigns.css';
import { Form, InputNumber } from 'antd';
import type { TextKey } from '../../i18n/locale.ts';
import { useText } from '../../i18n/useText.ts';
import { WindowFields } from './WindowFields.tsx';

type NumberField = {
  readonly name: string;
  readonly text: TextKey;
  readonly help: TextKey;
  readonly min: number;
  readonly max: number;
};

/** Bounds as in the contract's `callPolicy`. */
const numberFields: readonly NumberField[] = [
  { name: 'maxAttempts', text: 'policy.maxAttempts', help: 'policy.maxAttemptsHelp', min: 1, max: 10 },
  { name: 'maxPerPhonePerDay', text: 'policy.maxPerDay', help: 'policy.maxPerDayHelp', min: 1, max: 10 },
  { name: 'ringTimeoutSeconds', text: 'policy.ring', help: 'policy.ringHelp', min: 10, max: 120 },
  { name: 'channels', text: 'policy.channels', help: 'policy.channelsHelp', min: 1, max: 2000 },
  { name: 'callsPerSecond', text: 'policy.rate', help: 'policy.rateHelp', min: 0.1, max: 200 },
];

/** How to call, in words of daily life; the usual values are filled in. */
export function PolicyFields() {
  const { t } = useText();
  return (
    <section className="panel">
      <h2>{t('start.how')}</h2>
      <WindowFields />
      <div className="policy-numbers">
        {numberFields.map(({ name, text, help, min, max }) => (
          <Form.Item
            key={name}
            name={name}
            label={t(text)}
            extra={t(help)}
            rules={[{ required: true, message: t('policy.needed') }]}
          >
            <InputNumber min={min} max={max} precision={name === 'callsPerSecond' ? 1 : 0} className="policy-number" />
          </Form.Item>
        ))}
      </div>
    </section>
  );
}
