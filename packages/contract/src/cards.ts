/** `POST /api/qr/read` `cardText` → `cardReading`: what a card's QR code says, and who of the user's people it is. */
import { z } from 'zod';
import { id, localDate, unitName } from './common.ts';
import { birth } from './personFacts.ts';

export const cardText = z.object({ text: z.string().min(1).max(4000) });
export const cardReading = z.object({
  kind: z.enum(['cccd', 'bhyt']),
  fields: z.object({
    nationalId: z.string().nullable(),
    oldNationalId: z.string().nullable(),
    insuranceNumber: z.string().nullable(),
    fullName: z.string().nullable(),
    birth: birth.nullable(),
    sex: z.enum(['male', 'female']).nullable(),
    address: z.string().nullable(),
    issuedOn: localDate.nullable(),
    clinic: z.string().nullable(),
    validFrom: localDate.nullable(),
    validTo: localDate.nullable(),
  }),
  /** What does not fit together on the card: shown to the officer, never a refusal. */
  warnings: z.array(z.string()),
  /** People in the user's units who bear one of the card's numbers. */
  matches: z.array(
    z.object({ id, fullName: z.string(), unit: unitName, by: z.enum(['nationalId', 'oldNationalId', 'insuranceNumber']) }),
  ),
});
export type CardAnswer = z.infer<typeof cardReading>;
