/** For tests of what must not be stored: looks into every column of every table. */
import { asOwner } from './asOwner.ts';

/** The tables in which one of these texts stands in clear: in words, in JSON or in bytes; whatever policies hide. */
export async function tablesHolding(ownerUrl: string, ...texts: readonly string[]): Promise<string[]> {
  return await asOwner(ownerUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
    );
    const found: string[] = [];
    // A row as text shows bytes as hexadecimal digits.
    const sought = texts.flatMap((text) => [`%${text}%`, `%${Buffer.from(text).toString('hex')}%`]);
    for (const { name } of rows) {
      const hit = await client.query(`select from ${client.escapeIdentifier(name)} t where t::text ilike any ($1) limit 1`, [
        sought,
      ]);
      if (hit.rowCount) found.push(name);
    }
    return found;
  });
}
