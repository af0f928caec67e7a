import { categoryWords, diseaseProfile } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../../db/connect.ts';
import { localDate } from '../../localTime.ts';
import type { IsolationDecision } from '../../reports/isolationDecision.ts';
import { settingsOf } from '../registers/settings.ts';
import { requireAdvice } from './makeAdvice.ts';
import { requireOrder } from './releaseOrder.ts';

/** Everything that is printed on an order; the letterhead is that of the district, else of the unit itself. Throws `resource.missing`. */
export async function orderDocument(tx: Tx, orderId: number): Promise<IsolationDecision> {
  const order = await requireOrder(tx, orderId);
  const { advice, decidedAt, createdAt } = await requireAdvice(tx, order.adviceId);
  const person = await tx.selectFrom('person').select(['hamlet', 'address']).where('id', '=', order.personId).executeTakeFirst();
  const address = [person?.address, person?.hamlet, order.unitName].filter(
    (part) => part !== null && part !== undefined && part !== '',
  );
  const { number = null, issuedOn = null } = advice.kind === 'rule' ? advice.document : {};
  return {
    settings: await settingsOf(tx, await decidingUnit(tx, order.unitId)),
    on: localDate(decidedAt ?? createdAt),
    person: { fullName: order.fullName, birthYear: order.birthYear, address: [...new Set(address)].join(', ') },
    unitName: order.unitName,
    diseaseName: diseaseProfile(advice.inputs.disease)?.name.vi ?? advice.inputs.disease,
    category: categoryWords[advice.inputs.category].vi,
    document: number === null ? null : `${number}${issuedOn === null ? '' : ` ngày ${issuedOn.split('-').reverse().join('/')}`}`,
    place: order.place,
    startOn: order.startOn,
    phases: order.phases,
  };
}

async function decidingUnit(tx: Tx, unitId: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    with recursive up as (
      select id, parent_id, kind, 0 as step from unit where id = ${unitId}
      union all select u.id, u.parent_id, u.kind, up.step + 1 from unit u join up on u.id = up.parent_id where up.step < 9)
    select id from up where kind = 'district' order by step limit 1`.execute(tx);
  return rows[0]?.id ?? unitId;
}
