import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input } from 'antd';
import { useText } from '../../i18n/useText.ts';

const timeOfDay = /^([01]\d|2[0-3]):[0-5]\d$/;
const windowsAtMost = 6;

/** Between which times of day calls may leave. */
export function WindowFields() {
  const { t } = useText();
  const rules = [{ required: true, pattern: timeOfDay, message: t('policy.timeForm') }];
  return (
    <fieldset className="plain-fieldset">
      <legend className="field-label">{t('policy.windows')}</legend>
      <Form.List name="windows">
        {(windows, { add, remove }) => (
          <>
            {windows.map(({ key, name }) => (
              <div key={key} className="window-row">
                <Form.Item name={[name, 'from']} rules={rules} noStyle>
                  <Input aria-label={t('policy.from')} inputMode="numeric" maxLength={5} className="time-input" />
                </Form.Item>
                <span aria-hidden>–</span>
                <Form.Item name={[name, 'to']} rules={rules} noStyle>
                  <Input aria-label={t('policy.to')} inputMode="numeric" maxLength={5} className="time-input" />
                </Form.Item>
                {windows.length > 1 && (
                  <Button
                    type="text"
                    icon={<DeleteOutlined />}
                    aria-label={t('policy.removeWindow')}
                    onClick={() => remove(name)}
                  />
                )}
              </div>
            ))}
            {windows.length < windowsAtMost && (
              <Button type="dashed" icon={<PlusOutlined />} onClick={() => add({ from: '08:00', to: '11:30' })}>
                {t('policy.addWindow')}
              </Button>
            )}
          </>
        )}
      </Form.List>
      <p className="quiet small">{t('policy.windowsHelp')}</p>
    </fieldset>
  );
}
