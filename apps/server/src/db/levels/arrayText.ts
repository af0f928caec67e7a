/** An array as PostgreSQL reads it: for numbers, dates and truths, thousands at a time, much sooner written than value by value by the driver. */
export function arrayText(values: readonly (number | string | boolean | null)[]): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`;
}

/** An array of texts that are arrays of numbers themselves. */
export function arrayOfArrays(values: readonly string[]): string {
  return values.length === 0 ? '{}' : `{"${values.join('","')}"}`;
}
