export { exitCodes, Problem, type ProblemCode, type ProblemDetails, problems, problemText } from './problems.ts';
