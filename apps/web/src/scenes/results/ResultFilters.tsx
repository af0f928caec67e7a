import { dispositionText, dispositionWords, reach, yesNo } from '@truyvet/contract';
import { Button, Checkbox, Select } from 'antd';
import { SearchInput } from '../../components/SearchInput.tsx';
import { UnitSelect } from '../../components/UnitSelect.tsx';
import { useText } from '../../i18n/useText.ts';
import { withoutEmpty } from '../readSearch.ts';
import type { ResultSearch } from './resultSearch.ts';
import './results.css';

type Props = { readonly search: ResultSearch; readonly onChange: (search: ResultSearch) => void };

/** Narrows the results; every filter is part of the address. */
export function ResultFilters({ search, onChange }: Props) {
  const { t, locale } = useText();
  const set = (change: { [Name in keyof ResultSearch]?: ResultSearch[Name] | undefined }) =>
    onChange(withoutEmpty({ ...search, ...change }));
  const codes = Object.keys(dispositionWords).map((code) => ({ value: code, label: dispositionText(code, locale) }));
  return (
    <search className="filters" aria-label={t('results.filters')}>
      <SearchInput value={search.q ?? ''} label={t('results.search')} onSearch={(q) => set({ q })} />
      <UnitSelect allowAll value={search.unitId} onChange={(unitId) => set({ unitId })} />
      <Select
        allowClear
        aria-label={t('results.reach')}
        placeholder={t('results.reach')}
        value={search.reach ?? null}
        options={reach.options.map((value) => ({ value, label: t(`reach.${value}`) }))}
        onChange={(value) => set({ reach: value ?? undefined })}
        className="filter-select"
      />
      <Select
        allowClear
        aria-label={t('results.disposition')}
        placeholder={t('results.disposition')}
        value={search.disposition ?? null}
        options={codes}
        onChange={(value) => set({ disposition: value ?? undefined })}
        className="filter-select"
      />
      <Select
        allowClear
        aria-label={t('results.symptoms')}
        placeholder={t('results.symptoms')}
        value={search.symptoms ?? null}
        options={yesNo.options.map((value) => ({ value, label: t(`symptoms.${value}`) }))}
        onChange={(value) => set({ symptoms: value ?? undefined })}
        className="filter-select"
      />
      <Checkbox checked={search.openAlert ?? false} onChange={({ target }) => set({ openAlert: target.checked || undefined })}>
        {t('results.openAlert')}
      </Checkbox>
      <Checkbox checked={search.openErrand ?? false} onChange={({ target }) => set({ openErrand: target.checked || undefined })}>
        {t('results.openErrand')}
      </Checkbox>
      {Object.keys(search).length > 0 && (
        <Button type="link" onClick={() => onChange({})}>
          {t('results.clear')}
        </Button>
      )}
    </search>
  );
}
