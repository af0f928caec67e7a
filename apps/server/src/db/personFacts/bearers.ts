import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { hashInsuranceNumber, hashNationalId } from '../secrets/personNumbers.ts';

export type CardNumbers = {
  readonly nationalId: string | null;
  readonly oldNationalId: string | null;
  readonly insuranceNumber: string | null;
};
export type Bearer = {
  readonly id: number;
  readonly fullName: string;
  readonly unitId: number;
  readonly unitCode: string;
  readonly unitName: string;
  readonly by: keyof CardNumbers;
};

/** People within the scope who bear one of a card's numbers. */
export async function findBearers(tx: Tx, { nationalId, oldNationalId, insuranceNumber }: CardNumbers): Promise<Bearer[]> {
  const id = nationalId === null ? null : hashNationalId(tx, nationalId);
  const oldId = oldNationalId === null ? null : hashNationalId(tx, oldNationalId);
  const insurance = insuranceNumber === null ? null : hashInsuranceNumber(tx, insuranceNumber);
  const { rows } = await sql<Bearer>`
    select p.id, p.full_name as "fullName", u.id as "unitId", u.code as "unitCode", u.name as "unitName",
      case when p.national_id = ${id} then 'nationalId' when p.national_id = ${oldId} then 'oldNationalId' else 'insuranceNumber' end as by
    from person p join unit u on u.id = p.unit_id
    where (p.national_id in (${id}, ${oldId}) or p.insurance_number = ${insurance}) and p.merged_into_id is null
    order by p.id limit 20`.execute(tx);
  return rows;
}
