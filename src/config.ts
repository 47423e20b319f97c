/** Environment -> settings. Everything that is wrong is said at once, and nothing starts half-configured. */
import { z } from 'zod';
import { defaultFileHosts, isHostPattern } from './files/allowed-hosts.ts';
import { readDatabaseUrl, usualDatabase } from './storage/database-url.ts';
import { locales } from './triage/evidence.ts';

const appTypes = 'SingleTenant, UserAssignedMSI or MultiTenant';
const AppType = z.enum(['SingleTenant', 'UserAssignedMSI', 'MultiTenant'], appTypes);

export interface BotIdentity {
  readonly appId: string;
  readonly appType: z.infer<typeof AppType>;
  readonly appPassword: string | undefined;
  readonly tenantId: string | undefined;
}

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string;
  /** Undefined: local mode, for this computer only. */
  readonly identity: BotIdentity | undefined;
  /** Empty: the identity's own tenant only. */
  readonly allowedTenants: readonly string[];
  readonly defaultLanguage: (typeof locales)[number];
  /** How long Exchange Online keeps trying a queued message, in hours. */
  readonly retryHours: number;
  /** Cases that nobody touched for so long are deleted. */
  readonly keepDays: number;
  /** What an organisation remembers of hosts, partners and solutions is deleted when it was not used for so long. */
  readonly keepMemoryDays: number;
  /** Whether sentences that found nothing or the wrong article are kept for the authors. */
  readonly keepGaps: boolean;
  /** Whether the bot asks by itself whether a change worked and a partner has answered. */
  readonly reminds: boolean;
  /** After so many minutes the experts are called again, where nobody has taken a case. */
  readonly alertMinutes: number;
  /** So many cases of one problem within so many minutes are an incident; 0: never. */
  readonly incidentCases: number;
  readonly incidentMinutes: number;
  /** Ids of people in Entra ID: who says where the experts are. Empty: whoever is in the channel. */
  readonly admins: readonly string[];
  /** Ids of people in Entra ID: who sees the cases of everybody. */
  readonly leads: readonly string[];
  /** Hosts that files sent to the bot are fetched from, as `*.sharepoint.com`. */
  readonly fileHosts: readonly string[];
  /** What may be tested from here, and how often; undefined: nothing. */
  readonly probes: ProbeSettings | undefined;
  /** Whom the privacy, terms and support pages name. */
  readonly operator: { readonly name: string; readonly contact: string };
  /** How long what is under way may take when the process is told to stop. */
  readonly stopSeconds: number;
  readonly logLevel: z.infer<typeof LogLevel>;
}

export interface ProbeSettings {
  /** As `contoso.com` or `*.contoso.com`. */
  readonly targets: readonly string[];
  /** Within an hour, by one person, of one name, and in all. */
  readonly limits: { readonly person: number; readonly host: number; readonly all: number };
}

const LogLevel = z.enum(
  ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'],
  'silent, fatal, error, warn, info, debug or trace',
);
// Any version digit: Entra ID hands out GUIDs that RFC 9562 does not know. Lower case, as tokens have them.
const guid = z.guid('a GUID such as 00000000-0000-0000-0000-000000000000').transform(text => text.toLowerCase());
const loopback = ['127.0.0.1', 'localhost', '::1'];
const atMost = (length: number) => z.string().max(length, `a text of at most ${length} characters`);

/** What each setting may be. The message of a schema stands after "allowed is". */
const Environment = z.object({
  PORT: wholeNumber(0, 65_535).default(3978),
  // 127.0.0.1 | ::1 | fe80::1%eth0 | host-1.contoso.example
  HOST: z
    .string()
    .regex(/^[a-z0-9.:%-]{1,253}$/i, 'an address of this computer, without a port, such as 127.0.0.1')
    .optional(),
  DATABASE_URL: z.string().default(usualDatabase),
  MicrosoftAppId: guid.optional(),
  MicrosoftAppType: AppType.optional(),
  MicrosoftAppPassword: z.string().optional(),
  MicrosoftAppTenantId: guid.optional(),
  ALLOWED_TENANTS: listOf(guid, 'tenant ids, separated by commas').default([]),
  DEFAULT_LANGUAGE: z.enum(locales, 'en, nl, sv or zh-CN').default('en'),
  RETRY_HOURS: wholeNumber(1, 168).default(24),
  KEEP_DAYS: wholeNumber(1, 3650).default(90),
  KEEP_MEMORY_DAYS: wholeNumber(1, 3650).default(730),
  KEEP_GAPS: z.enum(['on', 'off'], 'on or off').default('on'),
  REMINDERS: z.enum(['on', 'off'], 'on or off').default('on'),
  ALERT_MINUTES: wholeNumber(1, 1440).default(15),
  INCIDENT_CASES: wholeNumber(0, 1000).default(5),
  INCIDENT_MINUTES: wholeNumber(1, 1440).default(60),
  ADMINS: listOf(guid, 'ids of people in Entra ID, separated by commas').default([]),
  LEADS: listOf(guid, 'ids of people in Entra ID, separated by commas').default([]),
  FILE_HOSTS: listOf(
    z.string().refine(isHostPattern, 'a host such as *.sharepoint.com or files.contoso.example'),
    'hosts, separated by commas',
  ).default([...defaultFileHosts]),
  PROBES: z.enum(['on', 'off'], 'on or off').default('off'),
  PROBE_TARGETS: listOf(
    z.string().toLowerCase().refine(isHostPattern, 'a domain or host such as contoso.com or *.contoso.com'),
    'domains and hosts, separated by commas',
  ).default([]),
  PROBES_PER_PERSON: wholeNumber(1, 1000).default(10),
  PROBES_PER_HOST: wholeNumber(1, 1000).default(6),
  OPERATOR_NAME: atMost(200).default('your organisation'),
  OPERATOR_CONTACT: atMost(200).default('your IT service desk'),
  STOP_SECONDS: wholeNumber(1, 300).default(10),
  LOG_LEVEL: LogLevel.default('info'),
  NODE_ENV: z.string().optional(),
});

/** What a command that is no bot needs to test a server, and where such tests are recorded. */
export function readProbeConfig(
  environment: Readonly<Record<string, string | undefined>>,
): Pick<Config, 'probes' | 'databaseUrl'> {
  const own = Object.entries(environment).filter(([name]) => /^PROBE|^DATABASE_URL$/i.test(name));
  return readConfig(Object.fromEntries(own));
}

/** Decimal digits only: `0x10` and `1e3` are slips here. */
function wholeNumber(least: number, most: number) {
  const allowed = `a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, allowed)
    .transform(Number)
    .pipe(z.number().min(least, allowed).max(most, allowed));
}

function listOf<Part>(part: z.ZodType<Part, string>, allowed: string) {
  return z.string().transform(partsOf).pipe(z.array(part).min(1, allowed));
}

function partsOf(text: string): string[] {
  return text.split(/[\s,;]+/).filter(part => part !== '');
}

/** The settings cannot be used; the message names every one of them and the remedy. */
export class ConfigError extends Error {
  readonly code = 'config-invalid';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(
      `The settings cannot be used:\n${problems.map(problem => `  ${problem}`).join('\n')}\nREADME.md lists all settings.`,
    );
    this.problems = problems;
  }
}

/** @param environment names and values as in `process.env`; an empty value counts as not set */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given: Given = Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => {
      const text = value?.trim() ?? '';
      return text === '' ? [] : [[name, text]];
    }),
  );
  const values = {} as Values;
  const problems: string[] = [];
  // A setting under a wrong name counts under its right one, so that it is not said to be missing as well.
  const set = { ...given };
  for (const [name, right] of misnamed(given)) {
    problems.push(`${name}: no setting has this name; call it ${right}.`);
    set[right] = given[name]!;
  }
  // One by one, so that a misspelt port does not hide a missing secret.
  for (const [name, schema] of Object.entries(Environment.shape)) {
    const text = set[name];
    const parsed = schema.safeParse(text);
    if (text !== undefined && isQuoted(text))
      problems.push(`${name}: the value stands in quotes; write it without them.`);
    else if (parsed.success) Object.assign(values, { [name]: parsed.data });
    else problems.push(...parsed.error.issues.map(issue => problemOf(name, text ?? '', issue)));
  }
  const location = readDatabaseUrl(values.DATABASE_URL ?? usualDatabase);
  if (location.kind === 'invalid') problems.push(location.problem);
  problems.push(...proxyProblems(given), ...contradictions(set, values));
  if (problems.length > 0) throw new ConfigError(problems);
  const { MicrosoftAppId: appId, MicrosoftAppType: appType, MicrosoftAppTenantId: tenantId } = values;
  const identity = appId && appType && { appId, appType, appPassword: values.MicrosoftAppPassword, tenantId };
  const ownTenant = tenantId !== undefined && appType !== 'MultiTenant' ? [tenantId] : [];
  return {
    port: values.PORT,
    host: values.HOST ?? (identity ? '0.0.0.0' : '127.0.0.1'),
    databaseUrl: values.DATABASE_URL,
    identity: identity || undefined,
    allowedTenants: values.ALLOWED_TENANTS.length > 0 ? values.ALLOWED_TENANTS : ownTenant,
    defaultLanguage: values.DEFAULT_LANGUAGE,
    retryHours: values.RETRY_HOURS,
    keepDays: values.KEEP_DAYS,
    keepMemoryDays: values.KEEP_MEMORY_DAYS,
    keepGaps: values.KEEP_GAPS === 'on',
    reminds: values.REMINDERS === 'on',
    alertMinutes: values.ALERT_MINUTES,
    incidentCases: values.INCIDENT_CASES,
    incidentMinutes: values.INCIDENT_MINUTES,
    admins: values.ADMINS,
    leads: values.LEADS,
    fileHosts: values.FILE_HOSTS,
    probes:
      values.PROBES === 'on'
        ? {
            targets: values.PROBE_TARGETS,
            limits: { person: values.PROBES_PER_PERSON, host: values.PROBES_PER_HOST, all: mostProbesAnHour },
          }
        : undefined,
    operator: { name: values.OPERATOR_NAME, contact: values.OPERATOR_CONTACT },
    stopSeconds: values.STOP_SECONDS,
    logLevel: values.LOG_LEVEL,
  };
}

/** Of a tenant, whoever starts them. */
const mostProbesAnHour = 100;

type Values = z.infer<typeof Environment>;
/** The texts of the settings that have one. */
type Given = Readonly<Record<string, string>>;

/** Node reads these by itself, and passes over what it cannot use. The value may hold a password, so it is not quoted. */
function proxyProblems(given: Given): string[] {
  return ['HTTPS_PROXY', 'https_proxy'].flatMap(name => {
    const address = given[name];
    const isRight = address === undefined || /^https?:$/.test(URL.parse(address)?.protocol ?? '');
    return isRight
      ? []
      : [`${name}: found no address of a proxy; write one such as http://proxy.contoso.example:8080, or remove it.`];
  });
}

/** `MICROSOFT_APP_ID` would be local mode without a word; other names are too common to be meant for this program. */
function misnamed(given: Given): [name: string, right: string][] {
  const bare = (name: string) => name.toLowerCase().replaceAll('_', '');
  const identity = Object.keys(Environment.shape).filter(name => name.startsWith('MicrosoftApp'));
  return Object.keys(given).flatMap(name => {
    const right = identity.find(one => one !== name && bare(one) === bare(name));
    return right !== undefined && given[right] === undefined ? [[name, right] as [string, string]] : [];
  });
}

/** Some ways to hand over settings keep the quotes around a value: `docker run --env-file`, for one. */
function isQuoted(text: string): boolean {
  return text.length > 1 && /^["']/.test(text) && text.endsWith(text[0]!);
}

/** PORT: found "99999", allowed is a whole number from 0 to 65535; correct it, or remove it for the default 3978. */
function problemOf(name: string, text: string, { path: [place], message }: z.core.$ZodIssue): string {
  const found = typeof place === 'number' ? `${quoted(partsOf(text)[place] ?? '')} in the list` : quoted(text);
  return `${name}: found ${found}, allowed is ${message}; correct it${withoutIt(name)}.`;
}

const longestQuote = 80;

function quoted(text: string): string {
  return JSON.stringify(text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text);
}

/** What holds when the setting is removed. */
function withoutIt(name: string): string {
  const usual = Environment.shape[name as keyof Values].safeParse(undefined).data;
  if (usual === undefined) return '';
  if (typeof usual === 'number') return `, or remove it for the default ${usual}`;
  return usual.length === 0 ? ', or remove it' : `, or remove it for the default ${quoted(String(usual))}`;
}

function contradictions(set: Given, values: Partial<Values>): string[] {
  const problems: string[] = [];
  const isSet = (name: keyof Values) => set[name] !== undefined;
  if (values.PROBES === 'on' && !isSet('PROBE_TARGETS'))
    problems.push(
      'PROBE_TARGETS: missing, but PROBES=on needs it; set the domains and hosts that may be tested, separated by commas, or remove PROBES.',
    );
  if (!isSet('MicrosoftAppId')) {
    const others = (['MicrosoftAppType', 'MicrosoftAppTenantId', 'MicrosoftAppPassword'] as const).filter(isSet);
    if (others.length > 0) {
      problems.push(
        `MicrosoftAppId: missing, but found ${others.join(' and ')}; set it as well, or remove every MicrosoftApp setting for local mode.`,
      );
    }
    if (values.NODE_ENV === 'production') {
      problems.push(
        'MicrosoftAppId: missing, but needed with NODE_ENV=production, as without it anybody could talk to the bot; set it, or remove NODE_ENV for local mode.',
      );
    }
    if (values.HOST !== undefined && !loopback.includes(values.HOST)) {
      problems.push(
        `HOST: found "${values.HOST}", allowed without MicrosoftAppId is 127.0.0.1, localhost or ::1; remove it, or set MicrosoftAppId.`,
      );
    }
    return problems;
  }
  const type = values.MicrosoftAppType;
  if (!isSet('MicrosoftAppType')) {
    problems.push(`MicrosoftAppType: missing, but needed with MicrosoftAppId; set ${appTypes}.`);
  }
  if (type !== 'MultiTenant' && !isSet('MicrosoftAppTenantId')) {
    problems.push(
      `MicrosoftAppTenantId: missing, but ${type ?? 'every type except MultiTenant'} needs it; set the tenant id of the bot.`,
    );
  }
  if (type !== 'UserAssignedMSI' && !isSet('MicrosoftAppPassword')) {
    problems.push(
      `MicrosoftAppPassword: missing, but ${type ?? 'every type except UserAssignedMSI'} needs it; set the client secret of the bot.`,
    );
  }
  if (type === 'MultiTenant' && !isSet('ALLOWED_TENANTS')) {
    problems.push(
      'ALLOWED_TENANTS: missing, but MultiTenant needs it; set the ids of the tenants that may use the bot, separated by commas.',
    );
  }
  return problems;
}
