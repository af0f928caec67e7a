import {
  alert,
  alertPage,
  awayPage,
  boardSnapshot,
  type CampaignState,
  campaign,
  campaignList,
  campaignPreview,
  changePage,
  type DeclarationDecision,
  type DeclarationsDecision,
  declaration,
  declarationPage,
  declarationsAtOnce,
  declarationsDecided,
  defaultOutbreak,
  diseaseList,
  errand,
  errandPage,
  householdRegisterPage,
  importDetail,
  importPage,
  importRowPage,
  levelPage,
  levelsMoved,
  missingReports,
  type NewOutbreak,
  outbreak,
  outbreakList,
  paths,
  personPage,
  type RegisterName,
  type RowOutcome,
  resultPage,
  returneePage,
  type SignInBody,
  type StartCampaignBody,
  session,
  summary,
  unitList,
} from '@truyvet/contract';
import { get, getFile, getVersioned, type Query, send, sendOnly } from './request.ts';

export type InboxQuery = { readonly state: 'open' | 'done'; readonly unitId?: number | undefined };
export type DeclarationsAsked = InboxQuery & { readonly file?: string | undefined };
type Scope = { readonly unitId?: number | undefined; readonly outbreakId?: number | undefined };

/** What goes into If-Match of a thing whose version came with it. */
const seenOf = (version: number): string => `"${version}"`;

/** Every request the desk makes; each answer is checked against the contract. All throw `ApiProblem`. */
export const api = {
  session: () => get(paths.session, session),
  signIn: (body: SignInBody) => send(paths.session, { method: 'POST', body }, session),
  signOut: () => sendOnly(paths.session, { method: 'DELETE' }),

  units: () => get(paths.units, unitList),
  outbreaks: () => get(paths.outbreaks, outbreakList),
  diseases: () => get(paths.diseases, diseaseList),
  openOutbreak: (body: NewOutbreak) => send(paths.outbreaks, { method: 'POST', body }, outbreak),
  defaultOutbreak: () => getVersioned(paths.outbreakSettings, defaultOutbreak),
  chooseOutbreak: ({ outbreakId, seen }: { readonly outbreakId: number | null; readonly seen: string }) =>
    send(paths.outbreakSettings, { method: 'PUT', body: { outbreakId }, seen }, defaultOutbreak),
  summary: (scope: Scope) => get(paths.summary, summary, scope),

  imports: (cursor?: string) => get(paths.imports, importPage, { cursor, limit: 50 }),
  import: (id: number) => get(paths.import(id), importDetail),
  importRows: (id: number, outcome: RowOutcome, cursor?: string) =>
    get(paths.importRows(id), importRowPage, { outcome, cursor, limit: 200 }),
  rejectedRowsFile: (id: number) => getFile(paths.importRejected(id)),
  uploadList: ({ unitId, file }: { readonly unitId: number; readonly file: File }) => {
    const body = new FormData();
    body.set('file', file, file.name);
    return send(`${paths.imports}?unitId=${unitId}`, { method: 'POST', body }, importDetail);
  },

  campaigns: () => get(paths.campaigns, campaignList),
  previewCampaign: (outbreakId: number, unitIds: readonly number[]) =>
    get(paths.campaignPreview, campaignPreview, { outbreakId, unitIds: unitIds.join(',') }),
  startCampaign: (body: StartCampaignBody) => send(paths.campaigns, { method: 'POST', body }, campaign),
  changeCampaign: ({ id, version, state }: { readonly id: number; readonly version: number; readonly state: CampaignState }) =>
    send(paths.campaign(id), { method: 'PATCH', body: { state }, seen: seenOf(version) }, campaign),
  board: () => get(paths.boardSnapshot, boardSnapshot),

  results: (query: Query) => get(paths.results, resultPage, query),
  resultsWorkbook: (unitId: number) => getFile(paths.resultsWorkbook, { unitId }),
  person: (id: number) => get(paths.person(id), personPage),
  withdrawStated: ({ id, version, reason }: { readonly id: number; readonly version: number; readonly reason: string }) =>
    send(paths.statedIsolationWithdraw(id), { method: 'POST', body: { reason }, seen: seenOf(version) }, levelsMoved),

  registerLevels: (level: number, query: Query) => get(paths.registerLevels(level), levelPage, query),
  registerReturnees: (query: Query) => get(paths.registerReturnees, returneePage, query),
  registerAway: (query: Query) => get(paths.registerAway, awayPage, query),
  registerHouseholds: (query: Query) => get(paths.registerHouseholds, householdRegisterPage, query),
  registerChanges: (register: RegisterName, query: Query) => get(paths.registerChanges(register), changePage, query),
  registerWorkbook: (register: RegisterName, unitId: number) => getFile(paths.registerWorkbook(register), { unitId }),
  reportsMissing: (unitId: number) => get(paths.reportsMissing, missingReports, { unitId }),

  alerts: ({ state, unitId }: InboxQuery, cursor?: string) =>
    get(paths.alerts, alertPage, { state: state === 'done' ? 'acknowledged' : 'open', unitId, cursor }),
  acknowledgeAlert: (id: number) => send(paths.alertAcknowledge(id), { method: 'POST', body: {} }, alert),
  errands: ({ state, unitId }: InboxQuery, cursor?: string) => get(paths.errands, errandPage, { state, unitId, cursor }),
  completeErrand: ({ id, result }: { readonly id: number; readonly result: string }) =>
    send(paths.errandComplete(id), { method: 'POST', body: { result } }, errand),

  declarations: ({ state, unitId, file }: DeclarationsAsked, cursor?: string) => {
    // Those of one file are decided together: as many as one request may name.
    const limit = file === undefined ? 100 : declarationsAtOnce;
    const query = { state: state === 'done' ? 'decided' : 'open', unitId, file, cursor, limit };
    return get(paths.declarations, declarationPage, query);
  },
  decideDeclaration: ({
    id,
    version,
    decision,
  }: {
    readonly id: number;
    readonly version: number;
    readonly decision: DeclarationDecision;
  }) => send(paths.declarationDecide(id), { method: 'POST', body: decision, seen: seenOf(version) }, declaration),
  decideDeclarations: (body: DeclarationsDecision) =>
    send(paths.declarationsDecide, { method: 'POST', body }, declarationsDecided),
} as const;
