import { Button, Form, Input } from 'antd';
import { Brand } from '../../components/Brand.tsx';
import { LocaleSwitch } from '../../components/LocaleSwitch.tsx';
import { ProblemPanel } from '../../components/ProblemPanel.tsx';
import { useSignIn } from '../../hooks/useSignIn.ts';
import { useText } from '../../i18n/useText.ts';

type Fields = { readonly username: string; readonly password: string };

/** The only scene without a session. */
export function SignIn() {
  const { t } = useText();
  const signIn = useSignIn();
  return (
    <div className="sign-in">
      <header className="shell-header">
        <Brand />
        <LocaleSwitch />
      </header>
      <main className="sign-in-card">
        <h1>{t('session.title')}</h1>
        <p className="quiet">{t('session.purpose')}</p>
        {signIn.error && <ProblemPanel error={signIn.error} />}
        <Form<Fields> layout="vertical" requiredMark={false} onFinish={(fields) => signIn.mutate(fields)}>
          <Form.Item
            label={t('session.username')}
            name="username"
            rules={[{ required: true, message: t('session.usernameNeeded') }]}
          >
            <Input autoComplete="username" autoCapitalize="none" spellCheck={false} maxLength={100} />
          </Form.Item>
          <Form.Item
            label={t('session.password')}
            name="password"
            rules={[{ required: true, message: t('session.passwordNeeded') }]}
          >
            <Input.Password autoComplete="current-password" maxLength={200} />
          </Form.Item>
          <Button type="primary" htmlType="submit" block size="large" loading={signIn.isPending}>
            {t('session.signIn')}
          </Button>
        </Form>
      </main>
    </div>
  );
}
