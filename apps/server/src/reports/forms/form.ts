/** A column's meaning: what the value is taken from. */
export type FormField =
  | 'number'
  | 'fullName'
  | 'birthYear'
  | 'sex'
  | 'nationalId'
  | 'phone'
  | 'hamlet'
  | 'unit'
  | 'from'
  | 'reason'
  | 'arrivedOn'
  | 'expectedBackOn'
  | 'vehicle'
  | 'companions'
  | 'vaccination'
  | 'isolation'
  | 'sampledOn'
  | 'sampleResult'
  | 'note';

/** A prescribed list as data, so that the true form replaces it without a change of program. Widths are in characters. */
export type ReportForm = {
  readonly code: string;
  /** The document that prescribes it, and how sure this project is of the columns. */
  readonly document: string;
  readonly title: string;
  readonly sheets: readonly {
    readonly rows: 'returned' | 'away';
    readonly name: string;
    readonly title: string;
    readonly columns: readonly {
      readonly heading: string;
      readonly field: FormField;
      readonly width: number;
      readonly centred?: boolean;
    }[];
  }[];
};
