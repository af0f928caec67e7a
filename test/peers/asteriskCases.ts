import type { Absence, PeerCase } from './peerCase.ts';
export const asteriskCases: PeerCase[] = [];
export const asteriskAbsence = (): Absence => undefined;
export const stopAsterisk = async (): Promise<void> => undefined;
