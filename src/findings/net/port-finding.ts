/** What a try of a server's port says, and what it cannot say: it counts for the place where it was run. */
import type { FindingCopy, FindingFact, FindingSentence, FindingValue } from '../../triage/finding.ts';
import { isPrivate } from '../private-address.ts';
import { type LineReader, sentence, toolFinding } from '../tool-finding.ts';
import type { Outcome } from './port-outcome.ts';
import { type PortTest, readPorts } from './read-ports.ts';

const factOf: { readonly [What in Outcome]: FindingFact | null } = {
  open: 'port-open',
  refused: 'port-refused',
  'timed-out': 'port-timed-out',
  fails: 'port-fails',
  closes: 'port-closes',
  greeting: 'greeting-refused',
  masked: 'greeting-masked',
  'unknown-name': 'host-missing',
  ping: null,
};

export const portFinding: LineReader = (lines, name, { evidence }) => {
  const all = readPorts(lines);
  if (!all) return undefined;
  const host = evidence?.remoteHost?.toLowerCase() ?? null;
  const ip = evidence?.remoteIp ?? null;
  const tests = all.some(({ outcome }) => outcome !== 'ping') ? all.filter(({ outcome }) => outcome !== 'ping') : all;
  const isOurs = (test: PortTest) => (host !== null && test.host === host) || (ip !== null && test.ip === ip);
  const own = tests.filter(isOurs);
  const about = mostTelling(own.length > 0 ? own : tests);
  const server = about.host ?? about.ip ?? host ?? ip ?? '…';
  const isElsewhere = about.host !== null && host !== null && own.length === 0;
  const isOtherPort = about.port !== null && about.port !== 25 && about.outcome !== 'ping';
  const key = isOtherPort ? 'other-port' : about.outcome;
  const fact = factOf[about.outcome];
  const isInside = [about.ip, about.sourceIp].some(one => one !== null && isPrivate(one)) && isPrivate(about.ip ?? '');
  const values = { server, port: about.port ?? 25 };
  const says: FindingSentence[] = [
    ...(isElsewhere ? [sentence('elsewhere', { server, own: host })] : []),
    ...(isOtherPort ? [sentence('askFor25')] : [...meaning(about), ...wherefrom(about, isInside)]),
    ...others(tests, about),
  ];
  const found = toolFinding({
    kind: 'port-test',
    name,
    format: about.tool,
    rows: lines.filter(line => line !== '').length,
    headline: sentence(`headline.${key}`, { ...values, reply: about.reply ?? '' }),
    says,
    shows: fact === null || isElsewhere || isOtherPort ? [] : [fact],
  });
  return {
    ...found,
    copies: isOtherPort || about.outcome === 'ping' ? runInstead(server) : [],
    about: {
      reply: about.outcome === 'greeting' ? about.reply : null,
      evidence: { remoteHost: about.host, remoteIp: about.ip },
    },
  };
};

/** One address of several that fails is the reason why somebody calls. */
function mostTelling(tests: readonly PortTest[]): PortTest {
  return tests.find(({ outcome }) => outcome !== 'open' && outcome !== 'ping') ?? tests.at(-1)!;
}

function meaning({ outcome, reply, isSilent }: PortTest): FindingSentence[] {
  const quoted: FindingSentence[] = reply === null || outcome === 'greeting' ? [] : [sentence('answered', { reply })];
  if (outcome === 'open') return isSilent ? [sentence('noGreeting')] : quoted;
  return [...quoted, sentence(`means.${outcome}`)];
}

function wherefrom({ outcome, ip }: PortTest, isInside: boolean): FindingSentence[] {
  if (isInside && outcome !== 'ping') return [sentence('inside', { ip: ip! })];
  if (outcome === 'open') return [sentence('openFromHere')];
  return outcome === 'refused' || outcome === 'timed-out' || outcome === 'fails' ? [sentence('fromHere')] : [];
}

function others(tests: readonly PortTest[], about: PortTest): FindingSentence[] {
  const rest = tests.filter(one => one !== about);
  const named = (chosen: readonly PortTest[]): FindingValue => ({
    list: [...new Set(chosen.map(({ ip, host }) => ip ?? host ?? '…'))].slice(0, 6),
  });
  const open = rest.filter(({ outcome }) => outcome === 'open');
  const closed = rest.filter(({ outcome }) => outcome !== 'open');
  return [
    ...(open.length > 0 ? [sentence('othersOpen', { names: named(open) })] : []),
    ...(closed.length > 0 ? [sentence('othersFail', { names: named(closed) })] : []),
  ];
}

/** A name or an address out of what was pasted goes into a command only when it is harmless. */
function runInstead(server: string): FindingCopy[] {
  if (!/^[\w.:-]{1,253}$/.test(server)) return [];
  const text = `Test-NetConnection ${server} -Port 25`;
  return [{ key: 'runInstead', format: 'txt', text, publicText: null }];
}
