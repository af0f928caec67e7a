import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Select } from 'antd';
import { api } from '../../api/api.ts';
import { ProblemPanel } from '../../components/ProblemPanel.tsx';
import { useServerNow } from '../../hooks/useServerNow.ts';
import { localDateOf } from '../../i18n/formats.ts';
import { useText } from '../../i18n/useText.ts';
import { useDiseases } from './useDiseases.ts';

type Fields = { readonly name: string; readonly code: string; readonly disease: string; readonly startedOn?: string };

/** Opens an outbreak beside those there are. */
export function OpenOutbreak() {
  const { t, locale } = useText();
  const [form] = Form.useForm<Fields>();
  const { message } = App.useApp();
  const client = useQueryClient();
  const { data: diseases = [] } = useDiseases();
  const today = localDateOf(new Date(useServerNow(60_000)).toISOString());
  const open = useMutation({
    mutationFn: api.openOutbreak,
    onSuccess: async ({ name }) => {
      form.resetFields();
      void message.success(t('outbreak.opened', { name }));
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
    },
  });
  const needed = (text: 'outbreak.nameNeeded' | 'outbreak.codeNeeded' | 'outbreak.diseaseNeeded') => [
    { required: true, whitespace: true, message: t(text) },
  ];
  return (
    <section className="panel">
      <h2>{t('outbreak.open')}</h2>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ startedOn, ...fields }) => open.mutate({ ...fields, startedOn: startedOn || null })}
      >
        <Form.Item label={t('outbreak.name')} name="name" rules={needed('outbreak.nameNeeded')}>
          <Input maxLength={200} placeholder={t('outbreak.nameExample')} />
        </Form.Item>
        <Form.Item label={t('outbreak.code')} name="code" extra={t('outbreak.codeHelp')} rules={needed('outbreak.codeNeeded')}>
          <Input maxLength={40} autoCapitalize="none" spellCheck={false} />
        </Form.Item>
        <Form.Item label={t('outbreak.disease')} name="disease" rules={needed('outbreak.diseaseNeeded')}>
          <Select options={diseases.map(({ code, name }) => ({ value: code, label: name[locale] }))} />
        </Form.Item>
        <Form.Item label={t('outbreak.startedOn')} name="startedOn">
          <Input type="date" max={today} />
        </Form.Item>
        {open.error && <ProblemPanel error={open.error} />}
        <Button type="primary" htmlType="submit" loading={open.isPending}>
          {t('outbreak.open')}
        </Button>
      </Form>
    </section>
  );
}
