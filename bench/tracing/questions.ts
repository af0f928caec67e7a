import type { OwnerClient } from '../../apps/server/src/db/asOwner.ts';
import { users } from './load.ts';

/** What the clients ask for, made from what the user sees; turn n is always the same question. */
export type Questions = { readonly name: string; readonly path: (turn: number) => string };

type Sampled = { readonly id: number; readonly name: string; readonly phone: string };

/** Read by the owner before measuring: some of the people whom the user sees. */
export async function samplePeople(client: OwnerClient, who: keyof typeof users): Promise<Sampled[]> {
  const { rows } = await client.query<{ id: string; name: string; phone: string }>(
    `with recursive below as (
       select x.unit_id as id from user_unit x join app_user a on a.id = x.user_id where a.username = $1
       union select u.id from unit u join below b on u.parent_id = b.id)
     select p.id, p.full_name as name, (select min(e164) from person_phone where person_id = p.id) as phone
     from person p where p.unit_id in (select id from below) order by hashint8extended(p.id, 77) limit 2000`,
    [users[who]],
  );
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}

/** The widest unit of a user. */
export async function topUnitOf(client: OwnerClient, who: keyof typeof users): Promise<number> {
  const { rows } = await client.query<{ id: string }>(
    `select x.unit_id as id from user_unit x join app_user a on a.id = x.user_id where a.username = $1 limit 1`,
    [users[who]],
  );
  return Number(rows[0]?.id);
}

const bare = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D');

/** As officers type: whole names with and without marks, the given name with what stands before it, a beginning, family and given name, a number's end. */
const typed: readonly ((person: Sampled) => string)[] = [
  ({ name }) => bare(name).toLowerCase(),
  ({ name }) => name,
  ({ name }) => bare(name.split(' ').slice(1).join(' ')),
  ({ name }) => name.split(' ').slice(1).join(' '),
  ({ name }) => bare(name).slice(0, -1),
  ({ name }) => bare(`${name.split(' ')[0]} ${name.split(' ').at(-1)}`),
  ({ name }) => name.split(' ').at(-1) ?? name,
  ({ phone }) => phone.replace('+84', '0'),
  ({ phone }) => phone.slice(-5),
  ({ name }) => `${bare(name)} khongco`,
];

export function searchQuestions(people: readonly Sampled[]): Questions {
  const path = (turn: number) => {
    const person = people[Math.floor(turn / typed.length) % people.length];
    const text = typed[turn % typed.length];
    return `/api/people?search=${encodeURIComponent(person && text ? text(person) : '')}`;
  };
  return { name: 'name search', path };
}

export function personQuestions(people: readonly Sampled[]): Questions {
  return { name: 'person page', path: (turn) => `/api/people/${people[(turn * 7) % people.length]?.id}` };
}

export const workQuestions: Questions = { name: 'work list', path: () => '/api/work-list' };
/** The day's work and the day's registers, of the running day and of the one before. */
export const reportQuestions = (unitId: number): Questions => ({
  name: 'daily report',
  path: (turn) =>
    `/api/reports/${turn % 4 < 2 ? 'work' : 'day'}?unitId=${unitId}&day=${turn % 2 === 0 ? '2021-07-10' : '2021-07-09'}`,
});
