/** Environment -> settings. Everything that is wrong is said at once, and nothing starts half-configured. */
import { z } from 'zod';
import { defaultFileHosts, isHostPattern } from './files/allowed-hosts.ts';
import { locales } from './triage/evidence.ts';

const AppType = z.enum(['SingleTenant', 'UserAssignedMSI', 'MultiTenant']);

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
  /** Hosts that files sent to the bot are fetched from, as `*.sharepoint.com`. */
  readonly fileHosts: readonly string[];
  /** Whom the privacy, terms and support pages name. */
  readonly operator: { readonly name: string; readonly contact: string };
  readonly logLevel: z.infer<typeof LogLevel>;
}

const LogLevel = z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']);
const uuid = z.uuid('a GUID such as 00000000-0000-0000-0000-000000000000');
const loopback = new Set(['127.0.0.1', 'localhost', '::1']);

const Environment = z.object({
  PORT: z.coerce.number('a number').int().min(0).max(65535).default(3978),
  HOST: z.string().optional(),
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:|postgres:\/\/|postgresql:\/\/)/, 'sqlite:<file> or postgres://…')
    .default('sqlite:data/mailflow-triage.db'),
  MicrosoftAppId: uuid.optional(),
  MicrosoftAppType: AppType.optional(),
  MicrosoftAppPassword: z.string().optional(),
  MicrosoftAppTenantId: uuid.optional(),
  ALLOWED_TENANTS: z
    .string()
    .default('')
    .transform(text => text.split(/[\s,;]+/).filter(part => part !== ''))
    .pipe(z.array(uuid)),
  DEFAULT_LANGUAGE: z.enum(locales).default('en'),
  RETRY_HOURS: z.coerce.number('a number').min(1).max(168).default(24),
  KEEP_DAYS: z.coerce.number('a number').int().min(1).max(3650).default(90),
  FILE_HOSTS: z
    .string()
    .default(defaultFileHosts.join(','))
    .transform(text => text.split(/[\s,;]+/).filter(part => part !== ''))
    .pipe(z.array(z.string().refine(isHostPattern, 'hosts such as *.sharepoint.com,files.contoso.example'))),
  OPERATOR_NAME: z.string().max(200).default('your organisation'),
  OPERATOR_CONTACT: z.string().max(200).default('your IT service desk'),
  LOG_LEVEL: LogLevel.default('info'),
  NODE_ENV: z.string().optional(),
});

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
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const values = {} as Values;
  const problems: string[] = [];
  // One by one, so that a misspelt port does not hide a missing secret.
  for (const [name, schema] of Object.entries(Environment.shape)) {
    const parsed = schema.safeParse(set[name]);
    if (parsed.success) Object.assign(values, { [name]: parsed.data });
    else
      problems.push(
        ...parsed.error.issues.map(
          issue => `${name}: expected ${issue.message}${isSecret(name) ? '' : `, found "${set[name]}"`}.`,
        ),
      );
  }
  problems.push(...contradictions(values));
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
    fileHosts: values.FILE_HOSTS,
    operator: { name: values.OPERATOR_NAME, contact: values.OPERATOR_CONTACT },
    logLevel: values.LOG_LEVEL,
  };
}

type Values = z.infer<typeof Environment>;

/** A secret is never repeated in a message. */
function isSecret(name: string): boolean {
  return name === 'MicrosoftAppPassword' || name === 'DATABASE_URL';
}

function contradictions(values: Values): string[] {
  const problems: string[] = [];
  const {
    MicrosoftAppId: appId,
    MicrosoftAppType: type,
    MicrosoftAppTenantId: tenant,
    MicrosoftAppPassword: password,
  } = values;
  if (appId === undefined) {
    if (type ?? tenant ?? password)
      problems.push('MicrosoftAppId: missing, but other MicrosoftApp settings are there. Set it, or remove them all.');
    if (values.NODE_ENV === 'production') {
      problems.push(
        'MicrosoftAppId: missing. Without it anybody could talk to the bot, so it does not start with NODE_ENV=production.',
      );
    }
    if (values.HOST !== undefined && !loopback.has(values.HOST)) {
      problems.push(
        `HOST: "${values.HOST}" without MicrosoftAppId. Local mode listens on 127.0.0.1 only; remove HOST.`,
      );
    }
    return problems;
  }
  if (type === undefined) problems.push('MicrosoftAppType: missing. Set SingleTenant, UserAssignedMSI or MultiTenant.');
  if (type !== 'MultiTenant' && tenant === undefined)
    problems.push(`MicrosoftAppTenantId: missing. ${type ?? 'This type'} needs it.`);
  if (type !== 'UserAssignedMSI' && password === undefined)
    problems.push(`MicrosoftAppPassword: missing. ${type ?? 'This type'} needs it.`);
  if (type === 'MultiTenant' && (values.ALLOWED_TENANTS ?? []).length === 0) {
    problems.push('ALLOWED_TENANTS: missing. A MultiTenant bot needs the list of tenants that may use it.');
  }
  return problems;
}
