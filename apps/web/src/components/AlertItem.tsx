import { useMutation } from '@tanstack/react-query';
import { type Alert, alertWords } from '@truyvet/contract';
import { Button } from 'antd';
import { api } from '../api/api.ts';
import { useProblemNotice } from '../hooks/useProblemNotice.ts';
import { useRefreshWork } from '../hooks/useRefreshWork.ts';
import { useText } from '../i18n/useText.ts';
import { Deadline } from './Deadline.tsx';
import { WorkPerson } from './WorkPerson.tsx';
import './work.css';

type Props = { readonly alert: Alert; readonly showPerson?: boolean };

/** One alert with its deadline and the button that says "seen, I am on it". */
export function AlertItem({ alert, showPerson = false }: Props) {
  const { t, locale, instant } = useText();
  const onSuccess = useRefreshWork();
  const onError = useProblemNotice();
  const acknowledge = useMutation({ mutationFn: api.acknowledgeAlert, onSuccess, onError });
  const isOpen = alert.acknowledgedAt === null;
  return (
    <li className={isOpen ? 'work work-urgent' : 'work'}>
      <div className="work-text">
        <strong className={isOpen ? 'urgent-text' : ''}>{alertWords[alert.code]?.[locale] ?? alert.code}</strong>
        {showPerson && <WorkPerson person={alert.person} unit={alert.unit} />}
        <div className="quiet small">{t('work.raised', { at: instant(alert.raisedAt) })}</div>
        {alert.escalation && (
          <div className="small">
            {t('work.escalated', { unit: alert.escalation.unit.name, at: instant(alert.escalation.at) })}
          </div>
        )}
        {alert.note !== null && <p className="work-result">{alert.note}</p>}
      </div>
      {alert.acknowledgedAt === null ? (
        <div className="work-action">
          <Deadline dueAt={alert.dueAt} />
          <Button type="primary" danger loading={acknowledge.isPending} onClick={() => acknowledge.mutate(alert.id)}>
            {t('work.acknowledge')}
          </Button>
        </div>
      ) : (
        <div className="quiet small">
          {t('work.acknowledged', { by: alert.acknowledgedBy ?? '–', at: instant(alert.acknowledgedAt) })}
        </div>
      )}
    </li>
  );
}
