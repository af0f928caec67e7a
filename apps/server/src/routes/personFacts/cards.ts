import { cardReading, cardText, paths } from '@truyvet/contract';
import { readCard } from '../../commands/personFacts/readCard.ts';
import { unitNameOf } from '../../presenters/inboxItems.ts';
import { type Api, actorOf, route } from '../api.ts';
import type { ApiPorts } from '../ports.ts';

/** Cards held before a camera. */
export function cardRoutes(api: Api, { db, clock }: ApiPorts): void {
  const schema = { body: cardText, response: { 200: cardReading } };
  api.post(
    paths.qrRead,
    route('people.read', 'people', 'Reads the QR code of an identity or health insurance card', schema),
    async (request) => {
      const { scope, userId } = actorOf(request);
      const { kind, fields, warnings, matches } = await readCard(db, { scope, userId, now: clock.now() }, request.body.text);
      const people = matches.map((bearer) => ({
        id: bearer.id,
        fullName: bearer.fullName,
        unit: unitNameOf(bearer),
        by: bearer.by,
      }));
      return { kind, fields, warnings: [...warnings], matches: people };
    },
  );
}
