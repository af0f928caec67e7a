import { type DeclarationFields, type DeclaredSymptom, declaredSymptoms } from '@truyvet/contract';
import { type Cell, type Column, cellText, type FieldCode, fold, readBirth, readContactDate } from '@truyvet/outbreak';

type Text =
  | 'fullName'
  | 'sex'
  | 'phone'
  | 'declaredBy'
  | 'hamlet'
  | 'address'
  | 'from'
  | 'vehicle'
  | 'companions'
  | 'reason'
  | 'places'
  | 'note';
type Meaning = Text | 'birth' | 'leftOn' | 'arrivedOn' | 'metCase' | DeclaredSymptom;

/** The fields of lists that a declaration has too. */
const byField: Readonly<Partial<Record<FieldCode, Meaning>>> = {
  fullName: 'fullName',
  birth: 'birth',
  sex: 'sex',
  phone: 'phone',
  hamlet: 'hamlet',
  address: 'address',
  reporter: 'declaredBy',
  epiDetail: 'from',
  vehicle: 'vehicle',
  departDate: 'leftOn',
  arriveDate: 'arrivedOn',
  fever: 'fever',
  cough: 'cough',
  soreThroat: 'soreThroat',
  dyspnoea: 'breathless',
};

/** Headings of declarations besides, folded; our own, without a document behind them. */
const byHeading: Readonly<Record<string, Meaning>> = {
  'ngay di': 'leftOn',
  'ngay roi di': 'leftOn',
  'ngay den': 'arrivedOn',
  'ngay ve': 'arrivedOn',
  'ngay ve den': 'arrivedOn',
  'ngay ve dia phuong': 'arrivedOn',
  'noi di': 'from',
  've tu': 'from',
  'noi ve tu': 'from',
  'tu dau ve': 'from',
  'dia diem di': 'from',
  'phuong tien': 'vehicle',
  'nguoi di cung': 'companions',
  'di cung': 'companions',
  'ly do': 'reason',
  'ly do di': 'reason',
  'ly do ve': 'reason',
  'noi da den': 'places',
  'noi da di qua': 'places',
  'nguoi khai': 'declaredBy',
  'nguoi khai ho': 'declaredBy',
  'ghi chu': 'note',
  sot: 'fever',
  ho: 'cough',
  'dau hong': 'soreThroat',
  'mat mui': 'lossOfSmellOrTaste',
  'mat vi': 'lossOfSmellOrTaste',
  'mat mui, mat vi': 'lossOfSmellOrTaste',
  'kho tho': 'breathless',
  'tuc nguc': 'chestPain',
  'met la': 'exhausted',
  'tiep xuc ca benh': 'metCase',
  'tiep xuc f0': 'metCase',
  'co tiep xuc voi nguoi benh': 'metCase',
};

/** Where a file keeps what: the first column of each meaning. */
export type DeclarationColumns = { readonly at: ReadonlyMap<Meaning, number>; readonly birthIsAge: boolean };

/** Reads what the headings mean; null without a column of names. */
export function declarationColumns(columns: readonly Column[]): DeclarationColumns | null {
  const at = new Map<Meaning, number>();
  for (const { header, field, index } of columns) {
    const meaning = byHeading[fold(header).replace(/[:.*]/gu, '').trim()] ?? (field === null ? undefined : byField[field]);
    if (meaning !== undefined && !at.has(meaning)) at.set(meaning, index);
  }
  return at.has('fullName') ? { at, birthIsAge: columns.some(({ field, age }) => field === 'birth' && age) } : null;
}

/** A row's words; null for one without a name. What cannot be read as a date is left out, never guessed. */
export function declarationOfRow(
  cells: readonly Cell[],
  { at, birthIsAge }: DeclarationColumns,
  today: string,
): DeclarationFields | null {
  const cellOf = (meaning: Meaning): Cell => {
    const index = at.get(meaning);
    return index === undefined ? null : (cells[index] ?? null);
  };
  const text = (meaning: Text, longest = 200) => cellText(cellOf(meaning)).slice(0, longest) || null;
  const fullName = text('fullName', 80);
  if (fullName === null) return null;
  const { birth } = readBirth(cellOf('birth'), today, birthIsAge);
  const day = (meaning: Meaning) => readContactDate(cellOf(meaning), today).on;
  return {
    fullName,
    birthYear: birth?.year ?? null,
    birthDate: birth?.precision === 'day' ? birth.date : null,
    sex: sexOf(text('sex')),
    phone: text('phone', 20),
    declaredBy: text('declaredBy', 80),
    hamlet: text('hamlet', 80),
    address: text('address'),
    from: text('from'),
    leftOn: day('leftOn'),
    arrivedOn: day('arrivedOn'),
    vehicle: text('vehicle'),
    companions: text('companions', 500),
    reason: text('reason'),
    places: text('places', 1000),
    symptoms: declaredSymptoms.filter((symptom) => saysYes(cellText(cellOf(symptom)))),
    metCase: saysYes(cellText(cellOf('metCase'))) ? 'yes' : null,
    metCaseText: null,
    note: text('note', 1000),
  };
}

function sexOf(text: string | null): 'male' | 'female' | null {
  const word = fold(text ?? '');
  return word === 'nam' ? 'male' : word === 'nu' ? 'female' : null;
}

const saysYes = (text: string): boolean => /^(?:x|co|1|yes|true|v)$/u.test(fold(text));
