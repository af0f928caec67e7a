import {
  idParams,
  isolationRule,
  isolationRuleEntered,
  isolationRuleFile,
  isolationRuleList,
  isolationRuleQuery,
  paths,
} from '@truyvet/contract';
import { enterRules, publishRule, withdrawRule } from '../commands/isolation/rules.ts';
import { readRules } from '../db/isolation/rules.ts';
import { inScope } from '../db/scope.ts';
import { localDate } from '../localTime.ts';
import { presentRule } from '../presenters/isolation.ts';
import { type Api, actorOf, route } from './api.ts';
import type { ApiPorts } from './ports.ts';

const tag = 'isolation rules';

export function isolationRuleRoutes(api: Api, { db, clock }: ApiPorts): void {
  api.get(
    paths.isolationRules,
    route('orders.read', tag, 'Isolation rules with their documents, every version', {
      querystring: isolationRuleQuery,
      response: { 200: isolationRuleList },
    }),
    async (request) => {
      const today = localDate(clock.now());
      const { state, ...filter } = request.query;
      const records = await inScope(db, actorOf(request).scope, (tx) => readRules(tx, filter));
      const items = records.map((record) => presentRule(record, today));
      // The state as it is today: a rule that is overdue for review is a draft again.
      return { items: items.filter((item) => state === undefined || item.state === state) };
    },
  );

  api.post(
    paths.isolationRules,
    route('rules.write', tag, 'Enter rules as drafts', { body: isolationRuleFile, response: { 201: isolationRuleEntered } }),
    async (request, reply) => {
      const { scope, userId } = actorOf(request);
      const now = clock.now();
      const { entered, known } = await enterRules(db, { scope, userId, now, rules: request.body.rules });
      const items = entered.map((record) => presentRule(record, localDate(now)));
      return reply.code(201).send({ items, known: [...known] });
    },
  );

  const schema = { params: idParams, response: { 200: isolationRule } };
  api.post(
    paths.isolationRulePublish(':id'),
    route('rules.write', tag, 'Put a draft in force, in place of the version before it', schema),
    async (request) => {
      const { scope, userId } = actorOf(request);
      const now = clock.now();
      return presentRule(await publishRule(db, { scope, userId, now, ruleId: request.params.id }), localDate(now));
    },
  );
  api.post(paths.isolationRuleWithdraw(':id'), route('rules.write', tag, 'End a rule', schema), async (request) => {
    const { scope, userId } = actorOf(request);
    const now = clock.now();
    return presentRule(await withdrawRule(db, { scope, userId, now, ruleId: request.params.id }), localDate(now));
  });
}
