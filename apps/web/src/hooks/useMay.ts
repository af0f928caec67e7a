import type { Permission } from '@truyvet/contract';
import { useSession } from './useSession.ts';

/** Whether the user's role permits something, somewhere in their units. */
export function useMay(permission: Permission): boolean {
  const { data: session } = useSession();
  return session?.permissions.includes(permission) === true;
}
