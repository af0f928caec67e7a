import {
  BellOutlined,
  BookOutlined,
  FileExcelOutlined,
  HomeOutlined,
  PhoneOutlined,
  SettingOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Badge } from 'antd';
import { useOpenAlerts } from '../hooks/useOpenAlerts.ts';
import { useSetsSystem } from '../hooks/useSetsSystem.ts';
import type { TextKey } from '../i18n/locale.ts';
import { useText } from '../i18n/useText.ts';

const links = [
  { to: '/', text: 'nav.summary', icon: HomeOutlined },
  { to: '/lists', text: 'nav.lists', icon: FileExcelOutlined },
  { to: '/calls', text: 'nav.calls', icon: PhoneOutlined },
  { to: '/results', text: 'nav.results', icon: TeamOutlined },
  { to: '/registers', text: 'nav.registers', icon: BookOutlined },
  { to: '/inbox', text: 'nav.inbox', icon: BellOutlined },
  { to: '/system', text: 'nav.system', icon: SettingOutlined },
] as const satisfies readonly { to: string; text: TextKey; icon: typeof HomeOutlined }[];

/** The places of the desk; the last one only for whoever sets the system. The number at the inbox is of alerts nobody has acknowledged. */
export function Navigation() {
  const { t } = useText();
  const openAlerts = useOpenAlerts();
  const setsSystem = useSetsSystem();
  const shown = links.filter(({ to }) => to !== '/system' || setsSystem);
  return (
    <nav className="navigation" aria-label={t('nav.label')}>
      {shown.map(({ to, text, icon: Icon }) => (
        <Link key={to} to={to} className="navigation-link" activeOptions={{ exact: to === '/', includeSearch: false }}>
          <Icon aria-hidden />
          <span>{t(text)}</span>
          {to === '/inbox' && openAlerts > 0 && (
            <Badge count={openAlerts} size="small" title={t('nav.openAlerts', { count: openAlerts })} />
          )}
        </Link>
      ))}
    </nav>
  );
}
