import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../clock.ts';
import type { SpokenIdentity } from '../commands/registers/settings.ts';
import type { Db } from '../db/connect.ts';
import type { Scope } from '../db/scope.ts';
import type { OpenedList } from '../lists/openedList.ts';
import type { LiveBoard } from './liveBoard.ts';

/** What the API is made from: plain arguments, put together in the composition root. */
export type ApiPorts = {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: FastifyBaseLogger;
  readonly board: LiveBoard;
  readonly commands: ApiCommands;
  /** How uploaded lists are opened. @default openListFile: in a process of their own */
  readonly openList?: (bytes: Uint8Array, fileName: string) => Promise<OpenedList>;
  /** The built desk; null serves the API alone. */
  readonly webFolder: string | null;
  /** True behind TLS: the session cookie is then sent over TLS only. @default false */
  readonly secureCookies?: boolean;
  /** What the robot says of itself: printed where a unit has set nothing of its own. @default none: dots to be filled in by hand */
  readonly spoken?: SpokenIdentity;
  /** Hosts inside the own network that webhooks may be sent to. @default none */
  readonly privateHosts?: readonly string[];
  /** How long a statement of a summary or of indicators may take while somebody waits. @default patienceMs of commands/keptAnswers/times.ts */
  readonly patienceMs?: number;
};

/** The use cases that other parts of the server own. */
export type ApiCommands = {
  /** Reads and stores a list. Throws a `Problem` when the file cannot be used. */
  readonly importList: (request: {
    readonly scope: Scope;
    readonly unitId: number;
    readonly outbreakId: number;
    readonly fileName: string;
    readonly bytes: Uint8Array;
    readonly userId: number;
    readonly now: Date;
  }) => Promise<{ readonly importId: number; readonly seenBefore: boolean }>;
  /** Makes a campaign with its call tasks. Throws a `Problem` when there is nobody to call. */
  readonly startCampaign: (request: {
    readonly scope: Scope;
    readonly outbreakId: number;
    readonly unitIds: readonly number[];
    readonly name: string;
    readonly policy: unknown;
    readonly userId: number;
    readonly now: Date;
  }) => Promise<{ readonly campaignId: number }>;
  /** Whom `startCampaign` would call. */
  readonly previewCampaign: (request: {
    readonly scope: Scope;
    readonly outbreakId: number;
    readonly unitIds: readonly number[];
    readonly now: Date;
  }) => Promise<{ readonly toCall: number; readonly withoutPhone: number; readonly alreadyWaiting: number }>;
  /** Told after a campaign was started or changed, so that the dialer looks for work at once. */
  readonly campaignsChanged: () => void;
};
