/** `triage --probe`: the tests of the bot on a terminal, with its settings, its list and its bounds. */
import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { withoutMarkdown } from '../cards/markdown.ts';
import type { Strings } from '../cards/strings.ts';
import { readProbeConfig } from '../config.ts';
import {
  isHostName,
  type ProbePolicy,
  planForName,
  probeFindings,
  readTargetName,
  runProbe,
  usualPolicy,
} from '../probes/index.ts';
import { openProbeRecord } from '../storage/probe-record.ts';
import type { NewProbe } from '../storage/store.ts';
import { plus } from '../triage/durations.ts';
import type { ReadFinding } from '../triage/finding.ts';
import { say, type Terminal } from './terminal.ts';
import { InputError } from './triage-inputs.ts';

const hour = 3_600_000;
/** Longer than any test takes; what a killed command left is ended by the bot then. */
const heldFor = 300_000;

/**
 * Throws an `InputError` for what may not be tested, and a `ConfigError` for settings that cannot be used.
 * @param typed as somebody wrote it
 * @param outside what differs for a test: ports, resolvers, which addresses
 */
export async function probeName(
  typed: string,
  { stderr, env }: Terminal,
  strings: Strings,
  outside: Partial<ProbePolicy> = {},
): Promise<readonly ReadFinding[]> {
  const { probes, databaseUrl } = readProbeConfig(env);
  if (!probes) throw new InputError(strings.say('probe.refused.off'));
  const policy = { ...usualPolicy(probes.targets), ...outside };
  const record = await openProbeRecord(databaseUrl);
  const at = new Date().toISOString();
  const read = readTargetName(typed, policy.targets);
  const { username } = userInfo();
  const probe: NewProbe = {
    id: randomUUID(),
    tenant: 'terminal',
    conversation: 'terminal',
    caseId: randomUUID(),
    by: { id: username, name: username },
    at,
    name: read.kind === 'name' ? read.name : isHostName(typed.toLowerCase()) ? typed : '',
  };
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  process.once('SIGINT', onInterrupt);
  let end: 'done' | 'cancelled' | 'failed' = 'failed';
  let addresses: readonly string[] = [];
  let isBegun = false;
  try {
    const times = { since: plus(at, -hour), heldUntil: plus(at, heldFor) };
    if (read.kind !== 'name') {
      await record?.refuseProbe(probe, read.why, times.since);
      throw new InputError(strings.say(`probe.refused.${read.why}`));
    }
    const begun = (await record?.beginProbe(probe, probes.limits, times)) ?? 'begun';
    if (begun !== 'begun') throw new InputError(strings.say(`probe.refused.${begun}`));
    isBegun = true;
    const result = await runProbe(planForName(read.name), policy, stop.signal, ({ part, host, stage }) =>
      say(stderr, withoutMarkdown(strings.say(`probe.stage.${stage ?? part}`, { host: host ?? read.name }))),
    );
    addresses = result.addresses;
    end = stop.signal.aborted ? 'cancelled' : 'done';
    if (end === 'cancelled') throw new InputError(strings.say('probe.title.cancelled', { name: read.name }));
    const about = [read.name];
    return probeFindings(result, { now: new Date().toISOString(), tlsDomain: null, blockList: null, about });
  } finally {
    process.removeListener('SIGINT', onInterrupt);
    if (isBegun) await record?.endProbe(probe, { at: new Date().toISOString(), state: end, addresses });
    await record?.close();
  }
}
