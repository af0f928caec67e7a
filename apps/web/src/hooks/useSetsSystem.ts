import type { Session } from '@truyvet/contract';
import { useSession } from './useSession.ts';

/** Whether the user may set what is one for the whole system: who sees all of it, and whose role sets things. */
export function useSetsSystem(): boolean {
  const { data: session } = useSession();
  return session ? setsSystem(session) : false;
}

export const setsSystem = ({ units, permissions }: Pick<Session, 'units' | 'permissions'>): boolean =>
  units.length === 0 && permissions.includes('settings.write');
