import { PhoneOutlined } from '@ant-design/icons';
import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useOutbreaks } from '../../hooks/useOutbreaks.ts';
import { useUnitOptions } from '../../hooks/useUnitOptions.ts';
import { useText } from '../../i18n/useText.ts';
import { CampaignPreview } from './CampaignPreview.tsx';
import { ConfirmStart } from './ConfirmStart.tsx';
import { PolicyFields } from './PolicyFields.tsx';
import { type StartFields, toStartBody } from './startFields.ts';

/** Name, whom, how; then the confirmation. */
export function StartForm({ initial }: { readonly initial: StartFields }) {
  const { t } = useText();
  const [form] = Form.useForm<StartFields>();
  const [asking, setAsking] = useState(false);
  const { data: outbreaks = [] } = useOutbreaks();
  const { options: units } = useUnitOptions(false);
  const fields = Form.useWatch([], form) as StartFields | undefined;
  const body = asking && fields ? toStartBody(fields) : null;
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={initial}
      onFinish={() => setAsking(true)}
      className="stack"
    >
      <section className="panel">
        <h2>{t('start.whom')}</h2>
        <Form.Item
          label={t('start.name')}
          name="name"
          rules={[{ required: true, whitespace: true, message: t('start.nameNeeded') }]}
        >
          <Input maxLength={200} placeholder={t('start.nameExample')} />
        </Form.Item>
        <Form.Item label={t('start.outbreak')} name="outbreakId" rules={[{ required: true, message: t('start.outbreakNeeded') }]}>
          <Select options={outbreaks.map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
        <Form.Item label={t('start.units')} name="unitIds" rules={[{ required: true, message: t('start.unitsNeeded') }]}>
          <Select
            mode="multiple"
            showSearch={{ optionFilterProp: 'search' }}
            options={[...units]}
            placeholder={t('unit.choose')}
            maxTagCount={6}
          />
        </Form.Item>
        <CampaignPreview outbreakId={fields?.outbreakId} unitIds={fields?.unitIds} />
      </section>
      <PolicyFields />
      <div className="row">
        <Button type="primary" size="large" htmlType="submit" icon={<PhoneOutlined />}>
          {t('start.go')}
        </Button>
      </div>
      {body && <ConfirmStart body={body} onClose={() => setAsking(false)} />}
    </Form>
  );
}
