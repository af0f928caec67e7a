import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Loading } from './components/Loading.tsx';
import { NotFound } from './components/NotFound.tsx';
import { ProblemPanel } from './components/ProblemPanel.tsx';
import { Shell } from './components/Shell.tsx';
import { readStartSearch } from './scenes/calls/startSearch.ts';
import { readInboxSearch } from './scenes/inbox/inboxSearch.ts';
import { readRegisterSearch } from './scenes/registers/registerSearch.ts';
import { readResultSearch } from './scenes/results/resultSearch.ts';

const root = createRootRoute({ component: Shell });
const getParentRoute = () => root;

const routes = [
  createRoute({
    getParentRoute,
    path: '/',
    component: lazyRouteComponent(() => import('./scenes/summary/Summary.tsx'), 'Summary'),
  }),
  createRoute({
    getParentRoute,
    path: '/lists',
    component: lazyRouteComponent(() => import('./scenes/lists/Lists.tsx'), 'Lists'),
  }),
  createRoute({
    getParentRoute,
    path: '/lists/$importId',
    component: lazyRouteComponent(() => import('./scenes/lists/ListDetail.tsx'), 'ListDetail'),
  }),
  createRoute({
    getParentRoute,
    path: '/calls',
    component: lazyRouteComponent(() => import('./scenes/calls/Calls.tsx'), 'Calls'),
  }),
  createRoute({
    getParentRoute,
    path: '/calls/new',
    validateSearch: readStartSearch,
    component: lazyRouteComponent(() => import('./scenes/calls/StartCalls.tsx'), 'StartCalls'),
  }),
  createRoute({
    getParentRoute,
    path: '/results',
    validateSearch: readResultSearch,
    component: lazyRouteComponent(() => import('./scenes/results/Results.tsx'), 'Results'),
  }),
  createRoute({
    getParentRoute,
    path: '/registers',
    validateSearch: readRegisterSearch,
    component: lazyRouteComponent(() => import('./scenes/registers/Registers.tsx'), 'Registers'),
  }),
  createRoute({
    getParentRoute,
    path: '/people/$personId',
    component: lazyRouteComponent(() => import('./scenes/person/Person.tsx'), 'Person'),
  }),
  createRoute({
    getParentRoute,
    path: '/system',
    component: lazyRouteComponent(() => import('./scenes/system/System.tsx'), 'System'),
  }),
  createRoute({
    getParentRoute,
    path: '/inbox',
    validateSearch: readInboxSearch,
    component: lazyRouteComponent(() => import('./scenes/inbox/Inbox.tsx'), 'Inbox'),
  }),
] as const;

/** Addresses of the desk. Each scene is a file of its own, fetched when first opened. */
export const router = createRouter({
  routeTree: root.addChildren(routes),
  defaultPreload: 'intent',
  defaultPendingComponent: Loading,
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: ({ error, reset }) => <ProblemPanel error={error} onRetry={reset} />,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
