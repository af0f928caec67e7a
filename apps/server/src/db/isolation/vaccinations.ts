import type { Tx } from '../connect.ts';

export type Dose = { readonly dose: number; readonly givenOn: string | null; readonly vaccine: string | null };

export async function readVaccinations(tx: Tx, personId: number): Promise<Dose[]> {
  return await tx
    .selectFrom('vaccination')
    .select(['dose', 'given_on as givenOn', 'vaccine'])
    .where('person_id', '=', personId)
    .orderBy('dose')
    .execute();
}

/** Writes a dose; what was written of it before is replaced. */
export async function putDose(tx: Tx, personId: number, unitId: number, { dose, givenOn, vaccine }: Dose): Promise<void> {
  await tx
    .insertInto('vaccination')
    .values({ person_id: personId, unit_id: unitId, dose, given_on: givenOn, vaccine })
    .onConflict((oc) => oc.columns(['person_id', 'dose']).doUpdateSet({ given_on: givenOn, vaccine }))
    .execute();
}
