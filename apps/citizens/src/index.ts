export type { CitizenEvent, LogLine } from './network/log.ts';
export type { BadRow, CallPlan, Citizen, ExpectedList, Persona, Town, Truth, YesNo } from './town/town.ts';
