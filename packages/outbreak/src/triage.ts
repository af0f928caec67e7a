/**
 * What an officer must be told after a call, and how soon. The deadlines are those of the handover rules of the scripts: at once (5 minutes) for
 * a severe sign and for the vulnerable with symptoms; within the hour for symptoms, for who asked for an officer and for a failed
 * identity; within the day (24 hours) for the rest.
 */

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How long an officer has, by alert code. */
export const alertDeadlineMs = {
  severeSign: 5 * minuteMs,
  vulnerableWithFever: 5 * minuteMs,
  symptoms: hourMs,
} as const;
export type TriageAlertCode = keyof typeof alertDeadlineMs;

/** How long an officer has, by errand code. */
export const errandDeadlineMs = {
  askedForOfficer: hourMs,
  identityFailed: hourMs,
  identityUnknown: dayMs,
  wrongNumber: dayMs,
  noUsableAnswer: dayMs,
  namedContact: dayMs,
  refusedToAnswer: dayMs,
  notReached: dayMs,
  cutOff: dayMs,
  noPhone: dayMs,
  guardianNeeded: dayMs,
  lostToFollowUp: dayMs,
  declarationUnmatched: dayMs,
  declaredReturnee: dayMs,
  declaredContact: dayMs,
} as const;
export type TriageErrandCode = keyof typeof errandDeadlineMs;

export type YesNoUnsure = 'yes' | 'no' | 'unsure';

/** One person whom the called person met, as far as it was said. */
export type NamedContact = {
  readonly round: number;
  readonly recordingId?: string;
  readonly phone?: string;
  readonly relation?: string;
};

/** The answers by meaning; absent: not asked or not answered. */
export type Findings = {
  readonly symptoms?: YesNoUnsure;
  readonly severe?: YesNoUnsure;
  readonly vulnerable?: YesNoUnsure;
  readonly namedContacts: readonly NamedContact[];
};

export type TriageInput = {
  readonly findings: Findings;
  /** Whole years on the day of the call; absent when unknown. */
  readonly ageYears?: number;
  /** What became of the call (the codes of `attempt.disposition`). */
  readonly disposition: string;
  /** True when the machine will not call again for this task. */
  readonly closed: boolean;
};

export type Triage = {
  readonly alerts: readonly { readonly code: TriageAlertCode; readonly dueInMs: number }[];
  readonly errands: readonly {
    readonly code: TriageErrandCode;
    readonly round: number;
    readonly dueInMs: number;
    readonly details: Readonly<Record<string, string>>;
  }[];
  /** What the call says about today's follow-up; null while it may still be done today. */
  readonly followUpDay: {
    readonly status: 'done' | 'missed';
    readonly symptoms: Readonly<Record<string, YesNoUnsure>> | null;
  } | null;
};

/** Under 5 or from 65 on: the handover rules treat these with symptoms like a chronic illness. */
export function isVulnerableAge(ageYears: number | undefined): boolean {
  return ageYears !== undefined && (ageYears < 5 || ageYears >= 65);
}

/** Turns what was said, and how the call ended, into alerts, errands and the state of the follow-up day. */
export function triage(input: TriageInput): Triage {
  return { alerts: alertsOf(input), errands: errandsOf(input), followUpDay: followUpDayOf(input) };
}

/** Everything that applies, so that the alerts of a call follow from its answers alone. */
function alertsOf({ findings, ageYears }: TriageInput): Triage['alerts'] {
  const { symptoms, severe, vulnerable } = findings;
  const frail = symptoms === 'yes' && (vulnerable === 'yes' || isVulnerableAge(ageYears));
  return [
    ...(severe === 'yes' ? [alert('severeSign')] : []),
    ...(frail ? [alert('vulnerableWithFever')] : []),
    ...(symptoms === 'yes' ? [alert('symptoms')] : []),
  ];
}

const alert = (code: TriageAlertCode) => ({ code, dueInMs: alertDeadlineMs[code] });

const errandByDisposition: Readonly<Record<string, TriageErrandCode>> = {
  officer: 'askedForOfficer',
  identityFailed: 'identityFailed',
  wrongNumber: 'wrongNumber',
  numberSuspect: 'wrongNumber',
  refused: 'refusedToAnswer',
  noUsableAnswer: 'noUsableAnswer',
  partial: 'cutOff',
  mediaLost: 'cutOff',
  unknown: 'cutOff',
};

function errandsOf({ findings, disposition, closed }: TriageInput): Triage['errands'] {
  const contacts = findings.namedContacts.map((contact) => errand('namedContact', contact.round, contactDetails(contact)));
  const reached = disposition === 'completed' || disposition === 'urgent';
  if (!closed || reached) return contacts;
  return [...contacts, errand(errandByDisposition[disposition] ?? 'notReached', 0, {})];
}

function errand(code: TriageErrandCode, round: number, details: Readonly<Record<string, string>>): Triage['errands'][number] {
  return { code, round, dueInMs: errandDeadlineMs[code], details };
}

function contactDetails({ recordingId, phone, relation }: NamedContact): Record<string, string> {
  return { ...(recordingId && { recordingId }), ...(phone && { phone }), ...(relation && { relation }) };
}

function followUpDayOf({ findings, closed }: TriageInput): Triage['followUpDay'] {
  const { symptoms, severe, vulnerable } = findings;
  if (symptoms === undefined) return closed ? { status: 'missed', symptoms: null } : null;
  return { status: 'done', symptoms: { symptoms, ...(severe && { severe }), ...(vulnerable && { vulnerable }) } };
}
