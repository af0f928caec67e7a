import { RouterProvider } from '@tanstack/react-router';
import { useSession } from '../hooks/useSession.ts';
import { router } from '../router.tsx';
import { SignIn } from '../scenes/signIn/SignIn.tsx';
import { Loading } from './Loading.tsx';
import { ProblemPanel } from './ProblemPanel.tsx';

/** Nobody signed in: the sign-in scene, at whatever address; afterwards the user goes on where they were. */
export function SessionGate() {
  const { data: session, error, isPending, refetch } = useSession();
  if (session) return <RouterProvider router={router} />;
  if (isPending) return <Loading />;
  if (error) return <ProblemPanel error={error} onRetry={() => void refetch()} />;
  return <SignIn />;
}
