/** The tables of migrations/0009_triage.sql; see ../schema.ts for what a value is on this side. Columns it adds stand with their tables. */
export type AlertEscalationTable = {
  alert_id: number;
  level: number;
  unit_id: number;
  from_unit_id: number;
  to_unit_id: number;
  at: Date;
  due_at: Date | null;
};

export type TriageTables = { alert_escalation: AlertEscalationTable };
