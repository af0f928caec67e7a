export { type AddressForm, type AddressInput, addressForm } from './addressForm.ts';
export { checkDialogue } from './check/checkDialogue.ts';
export { type DialogueProblem, type DialogueProblemCode, dialogueProblemText } from './check/problems.ts';
export type { Condition } from './condition.ts';
export type { Dialogue, Step } from './dialogue.ts';
export {
  DialogueMisuse,
  missingVariables,
  type ResumeOptions,
  resume,
  type StartOptions,
  type Stepped,
  start,
  step,
} from './engine.ts';
export { f1PromptIds, f1Tracing } from './f1/f1Tracing.ts';
export type { Label, Prompt, VariableSpec } from './frame.ts';
export { optionLabel, questionLabel } from './labels.ts';
export { type ParsedDialogue, parseDialogue } from './parseDialogue.ts';
export { promptIsSensitive } from './promptIsSensitive.ts';
export { type PromptText, promptTexts, spokenPrompts } from './promptTexts.ts';
export { renderPrompt } from './render.ts';
export { sensitivePhrase } from './sensitive.ts';
export { answersOf, type Identified, type Session, type Variables } from './session.ts';
export { spokenDate, spokenPhone } from './spoken.ts';
export { beepClip } from './steps/record.ts';
export type { TemplatePiece } from './template.ts';
export type * from './types.ts';
