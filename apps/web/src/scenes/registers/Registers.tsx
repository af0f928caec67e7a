import { FileExcelOutlined } from '@ant-design/icons';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type RegisterName, registerName, registerWords } from '@truyvet/contract';
import { Button, Segmented } from 'antd';
import { api } from '../../api/api.ts';
import { UnitSelect } from '../../components/UnitSelect.tsx';
import { useDownload } from '../../hooks/useDownload.ts';
import { useOnlyUnit } from '../../hooks/useOnlyUnit.ts';
import { useSession } from '../../hooks/useSession.ts';
import { useText } from '../../i18n/useText.ts';
import { withoutEmpty } from '../readSearch.ts';
import { AwayRegister } from './AwayRegister.tsx';
import { DayChanges } from './DayChanges.tsx';
import { HouseholdRegister } from './HouseholdRegister.tsx';
import { LevelRegister } from './LevelRegister.tsx';
import { ReturneeRegister } from './ReturneeRegister.tsx';
import { firstRegister, type RegisterSearch } from './registerSearch.ts';
import { Unreported } from './Unreported.tsx';
import './registers.css';

/** The registers of the letter: who is F0, F1, F2, who came back, who is away, which households were looked into; and who has not reported. */
export function Registers() {
  const { t, locale } = useText();
  const search = useSearch({ from: '/registers' });
  const navigate = useNavigate({ from: '/registers' });
  const onlyUnit = useOnlyUnit();
  const set = (change: { [Name in keyof RegisterSearch]?: RegisterSearch[Name] | undefined }) =>
    void navigate({ search: withoutEmpty({ ...search, ...change }), replace: true });
  const register = search.register ?? firstRegister;
  const chosen = search.unitId ?? onlyUnit;
  return (
    <div className="stack">
      <div className="scene-head">
        <h1>{t('registers.title')}</h1>
        <div className="row">
          <UnitSelect allowAll value={search.unitId} onChange={(unitId) => set({ unitId })} />
          {chosen !== undefined && <WorkbookButton register={register} unitId={chosen} />}
        </div>
      </div>
      <Segmented
        aria-label={t('registers.title')}
        className="registers-choice"
        value={register}
        options={registerName.options.map((value) => ({ value, label: registerWords[value][locale] }))}
        onChange={(value) => set({ register: value })}
      />
      <Entries register={register} unitId={search.unitId} />
      {chosen === undefined ? (
        <p className="quiet">{t('registers.chooseUnit')}</p>
      ) : (
        <div className="two-columns">
          <DayChanges register={register} unitId={chosen} />
          <Unreported unitId={chosen} />
        </div>
      )}
    </div>
  );
}

function Entries({ register, unitId }: { readonly register: RegisterName; readonly unitId: number | undefined }) {
  const { locale } = useText();
  const label = registerWords[register][locale];
  switch (register) {
    case 'f0':
    case 'f1':
    case 'f2':
      return <LevelRegister level={Number(register[1])} unitId={unitId} label={label} />;
    case 'returnees':
      return <ReturneeRegister unitId={unitId} label={label} />;
    case 'away':
      return <AwayRegister unitId={unitId} label={label} />;
    case 'households':
      return <HouseholdRegister unitId={unitId} label={label} />;
  }
}

/** The register of the chosen unit as a workbook. */
function WorkbookButton({ register, unitId }: { readonly register: RegisterName; readonly unitId: number }) {
  const { t } = useText();
  const { data: session } = useSession();
  const download = useDownload(() => api.registerWorkbook(register, unitId));
  if (!session?.can.exportResults) return null;
  return (
    <Button icon={<FileExcelOutlined />} loading={download.isPending} onClick={() => download.mutate()}>
      {t('registers.export')}
    </Button>
  );
}
