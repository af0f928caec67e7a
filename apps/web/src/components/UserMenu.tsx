import { DownOutlined, LogoutOutlined, UserOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useSession } from '../hooks/useSession.ts';
import { useSignOut } from '../hooks/useSignOut.ts';
import { useText } from '../i18n/useText.ts';

/** Who is signed in, with which rights, and the way out. */
export function UserMenu() {
  const { t } = useText();
  const { data: session } = useSession();
  const signOut = useSignOut();
  if (!session) return null;
  const { user, units } = session;
  const where = user.role === 'administrator' ? t('role.administrator') : units.map((unit) => unit.name).join(', ');
  const items = [
    { key: 'where', label: where, disabled: true },
    { key: 'signOut', label: t('session.signOut'), icon: <LogoutOutlined />, onClick: () => signOut.mutate() },
  ];
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button type="text" className="on-dark" icon={<UserOutlined />} aria-label={t('session.menu', { name: user.displayName })}>
        <span className="wide-only">{user.displayName}</span> <DownOutlined className="small-icon" />
      </Button>
    </Dropdown>
  );
}
