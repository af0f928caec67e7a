import type { HouseholdRegisterEntry } from '@truyvet/contract';
import { api } from '../../api/api.ts';
import type { Column } from '../../components/VirtualTable.tsx';
import { usePages } from '../../hooks/usePages.ts';
import { useText } from '../../i18n/useText.ts';
import { RegisterRows } from './RegisterRows.tsx';

type Props = { readonly unitId: number | undefined; readonly label: string };

/** Households and what the village team found at its latest look. */
export function HouseholdRegister({ unitId, label }: Props) {
  const { t, day } = useText();
  const pages = usePages(['registers', 'households', unitId], (cursor) => api.registerHouseholds({ unitId, cursor }), 30_000);
  const columns: Column<HouseholdRegisterEntry>[] = [
    {
      key: 'household',
      title: t('registers.household'),
      width: '30%',
      cell: ({ household, unit }) => (
        <div>
          {household.head ?? household.code}
          <div className="quiet small">{[household.address, household.hamlet, unit.name].filter(Boolean).join(' · ')}</div>
        </div>
      ),
    },
    {
      key: 'reviewed',
      title: t('registers.reviewedOn'),
      width: '16%',
      cell: ({ lastReview }) =>
        lastReview ? day(lastReview.reviewedOn) : <span className="urgent-text">{t('registers.notReviewed')}</span>,
    },
    { key: 'team', title: t('registers.team'), width: '16%', cell: ({ lastReview }) => lastReview?.team ?? '–' },
    {
      key: 'people',
      title: t('registers.homeAndAway'),
      width: '14%',
      cell: ({ lastReview }) => (lastReview ? `${lastReview.peopleHome ?? '–'} / ${lastReview.peopleAway ?? '–'}` : '–'),
    },
    { key: 'findings', title: t('registers.findings'), width: '24%', cell: ({ lastReview }) => lastReview?.findings ?? '–' },
  ];
  return <RegisterRows label={label} pages={pages} columns={columns} rowKey={({ household }) => household.id} />;
}
