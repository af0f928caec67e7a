import {
  address,
  addressAnswer,
  addressChoice,
  addressList,
  addressQuestion,
  idParams,
  newAddress,
  Problem,
  paths,
} from '@truyvet/contract';
import { z } from 'zod';
import { addAddress } from '../../commands/personFacts/addAddress.ts';
import { chooseToday } from '../../commands/personFacts/chooseToday.ts';
import { resolveText } from '../../commands/units/resolveText.ts';
import { appendAudit } from '../../db/audit.ts';
import { type AddressRecord, readAddresses } from '../../db/personFacts/addresses.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { readUnitIndex } from '../../db/units/unitTree.ts';
import { localDate } from '../../localTime.ts';
import { presentAddress } from '../../presenters/personFacts.ts';
import { type Api, actorOf, route } from '../api.ts';
import type { ApiPorts } from '../ports.ts';

const tag = 'people';

/** Where people live, and where that is today. */
export function addressRoutes(api: Api, { db, clock }: ApiPorts): void {
  const present = (scope: Scope, record: AddressRecord) =>
    inScope(db, scope, async (tx) => presentAddress(record, await readUnitIndex(tx)));

  api.get(
    paths.personAddresses(':id'),
    route('people.read', tag, 'The addresses of a person', { params: idParams, response: { 200: addressList } }),
    async (request) => {
      const { scope, userId } = actorOf(request);
      const personId = request.params.id;
      return await inScope(db, scope, async (tx) => {
        const person = await tx.selectFrom('person').select('unit_id').where('id', '=', personId).executeTakeFirst();
        if (!person) throw new Problem('resource.missing');
        const entry = { at: clock.now(), userId, unitId: person.unit_id, action: 'read', subject: 'person', subjectId: personId };
        await appendAudit(tx, entry);
        const tree = await readUnitIndex(tx);
        return { items: (await readAddresses(tx, personId)).map((record) => presentAddress(record, tree)) };
      });
    },
  );

  const add = { params: idParams, body: newAddress, response: { 201: address } };
  api.post(
    paths.personAddresses(':id'),
    route('people.write', tag, 'Adds an address as it is written', add),
    async (request, reply) => {
      const { scope, userId } = actorOf(request);
      const record = await addAddress(db, { scope, userId, now: clock.now() }, request.params.id, request.body);
      return reply.code(201).send(await present(scope, record));
    },
  );

  const params = idParams.extend({ addressId: z.coerce.number().int().positive() });
  api.post(
    paths.personAddressToday(':id', ':addressId'),
    route('people.write', tag, 'Says in which unit of today an address lies', {
      params,
      body: addressChoice,
      response: { 200: address },
    }),
    async (request) => {
      const { scope, userId } = actorOf(request);
      const { id: personId, addressId } = request.params;
      const choice = { personId, addressId, unitId: request.body.unitId };
      return await present(scope, await chooseToday(db, { scope, userId, now: clock.now() }, choice));
    },
  );

  api.post(
    paths.addressResolve,
    route('signedIn', 'units', 'Where a written address is, then and today; keeps nothing', {
      body: addressQuestion,
      response: { 200: addressAnswer },
    }),
    async (request) => {
      const { text, on, nearUnitId } = request.body;
      const today = localDate(clock.now());
      const {
        meant,
        today: now,
        ...answer
      } = await resolveText(db, actorOf(request).scope, { text, on: on ?? today, today, nearUnitId });
      const named = (units: typeof meant) => units.map((unit) => ({ ...unit, path: [...unit.path] }));
      return { ...answer, meant: named(meant), today: named(now) };
    },
  );
}
