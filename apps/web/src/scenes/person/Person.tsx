import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api } from '../../api/api.ts';
import { LevelTag } from '../../components/LevelTag.tsx';
import { Loading } from '../../components/Loading.tsx';
import { ProblemPanel } from '../../components/ProblemPanel.tsx';
import { useText } from '../../i18n/useText.ts';
import { AttemptCard } from './AttemptCard.tsx';
import { Exposures } from './Exposures.tsx';
import { FollowUp } from './FollowUp.tsx';
import { Identity } from './Identity.tsx';
import { levelOf } from './levelOf.ts';
import { Phones } from './Phones.tsx';
import { StatedIsolations } from './StatedIsolations.tsx';
import { TaskLine } from './TaskLine.tsx';
import { Work } from './Work.tsx';
import './person.css';

/** Everything known of one person, and where each piece comes from. Each look leaves a row in the audit log. */
export function Person() {
  const { t } = useText();
  const personId = Number(useParams({ from: '/people/$personId' }).personId);
  const {
    data: person,
    error,
    refetch,
  } = useQuery({
    queryKey: ['people', personId],
    queryFn: () => api.person(personId),
    refetchOnWindowFocus: false,
  });
  if (error) return <ProblemPanel error={error} onRetry={() => void refetch()} />;
  if (!person) return <Loading />;
  return (
    <div className="stack">
      <div className="scene-head">
        <div>
          <h1>
            {person.fullName} <LevelTag level={levelOf(person)} />
          </h1>
          <TaskLine person={person} />
        </div>
      </div>
      <Work person={person} />
      <div className="two-columns">
        <div className="stack">
          <Identity person={person} />
          <Phones phones={person.phones} />
        </div>
        <div className="stack">
          <Exposures exposures={person.exposures} />
          <StatedIsolations isolations={person.statedIsolations} />
          <FollowUp followUp={person.followUp} />
        </div>
      </div>
      <section className="panel">
        <h2>{t('person.attempts', { count: person.attempts.length })}</h2>
        {person.attempts.length === 0 && <p className="quiet">{t('person.noAttempts')}</p>}
        <ol className="attempts">
          {person.attempts.map((attempt) => (
            <AttemptCard key={attempt.id} attempt={attempt} />
          ))}
        </ol>
      </section>
    </div>
  );
}
