import type { Api } from '../api.ts';
import type { ApiPorts } from '../ports.ts';
import { caseRoutes } from './cases.ts';
import { exposureRoutes } from './exposures.ts';
import { levelRoutes } from './levels.ts';
import { milestoneRoutes } from './milestones.ts';
import { sampleRoutes } from './samples.ts';

/** Cases, samples, contacts, milestones, and the levels that follow from them. */
export function tracingRoutes(api: Api, ports: ApiPorts): void {
  for (const add of [levelRoutes, sampleRoutes, caseRoutes, exposureRoutes, milestoneRoutes]) add(api, ports);
}
