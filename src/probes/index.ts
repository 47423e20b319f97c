/** Live probes: what DNS and a mail server say when they are asked from here. Off unless an operator lists what may be asked. */
export { type ProbePlan, type ProbeProgress, type ProbeResult, planForName, runProbe } from './probe.ts';
export type { ProbeQuestion } from './probe-finding.ts';
export { probeFindings } from './probe-findings.ts';
export { isProbedAddress, type ProbePolicy, usualPolicy } from './probe-policy.ts';
export { isHostName, type NameRefusal, readTargetName, type TargetName } from './target-name.ts';
