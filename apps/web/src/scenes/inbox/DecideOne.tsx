import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { DeclarationDecision, DeclarationView } from '@truyvet/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { WordsModal } from '../../components/WordsModal.tsx';
import { useProblemNotice } from '../../hooks/useProblemNotice.ts';
import { useRefreshWork } from '../../hooks/useRefreshWork.ts';
import { useText } from '../../i18n/useText.ts';

/** Whom one declaration is about: somebody proposed, somebody new, or nobody. */
export function DecideOne({ declaration }: { readonly declaration: DeclarationView }) {
  const { t, locale } = useText();
  const [rejecting, setRejecting] = useState(false);
  const onError = useProblemNotice();
  const onSettled = useRefreshWork();
  const decide = useMutation({ mutationFn: api.decideDeclaration, onError, onSettled });
  const { id, version, candidates } = declaration;
  const say = (decision: DeclarationDecision) => decide.mutate({ id, version, decision });
  return (
    <div className="decision">
      {candidates.map(({ person, reasons }) => (
        <div key={person.id} className="row">
          <Button size="small" loading={decide.isPending} onClick={() => say({ decision: 'person', personId: person.id })}>
            {t('declaration.isPerson')}
          </Button>
          <span>
            <Link to="/people/$personId" params={{ personId: String(person.id) }} preload={false}>
              {person.fullName}
            </Link>{' '}
            <span className="quiet small">
              {[person.birthYear, person.maskedPhone, person.hamlet, ...reasons.map((reason) => reason[locale])]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </span>
        </div>
      ))}
      <div className="row">
        <Button size="small" loading={decide.isPending} onClick={() => say({ decision: 'new' })}>
          {t('declaration.isNew')}
        </Button>
        <Button size="small" onClick={() => setRejecting(true)}>
          {t('declaration.reject')}
        </Button>
      </div>
      {rejecting && (
        <WordsModal
          title={t('declaration.rejectTitle', { name: declaration.fullName })}
          label={t('declaration.reason')}
          okText={t('declaration.reject')}
          maxLength={500}
          isPending={decide.isPending}
          error={null}
          onOk={(reason) => say({ decision: 'reject', reason })}
          onClose={() => setRejecting(false)}
        />
      )}
    </div>
  );
}
