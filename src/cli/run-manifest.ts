/** The command `manifest`: checks manifest/ offline and zips it for the upload to Teams. docs/deploy.md, part F. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { buildAppPackage } from '../manifest/app-package.ts';
import { keepValues, readKept } from '../manifest/kept-values.ts';
import { manifestVariables } from '../manifest/package-values.ts';
import { readOptions, UsageError } from './read-options.ts';
import { say, type Terminal } from './terminal.ts';

const usage = `Usage: BOT_ID=… BOT_DOMAIN=… npm run manifest [-- <folder>]

Checks manifest/ and packs it as manifest/build/mailflow-triage.zip for the Teams admin center.

  BOT_ID        the client id of the bot's identity
  BOT_DOMAIN    the name at which the internet reaches the bot, such as triage.contoso.example
  TEAMS_APP_ID  the id of the app in Teams; made when there is none

What the last package was made with is kept in env/.env.package and need not be given again.
Exit code: 0 packed, 1 something is wrong with the package, 2 the command cannot be used.`;

/**
 * @param root of the repository
 * @returns the exit code
 */
export async function main(args: readonly string[], terminal: Terminal, root: string): Promise<number> {
  try {
    const { values, positionals } = readOptions(args, { help: { type: 'boolean', short: 'h', default: false } });
    if (values.help) {
      say(terminal.stdout, usage);
      return 0;
    }
    const [named, ...more] = positionals;
    if (more.length > 0) throw new UsageError(`One folder at a time. Take "${more[0]}" away.`);
    return pack(named === undefined ? join(root, 'manifest') : resolve(named), terminal);
  } catch (error) {
    say(terminal.stderr, (error as Error).message);
    return 2;
  }
}

function pack(folder: string, { stdout, stderr, env }: Terminal): number {
  const file = join(folder, '..', 'env', '.env.package');
  const keptIn = relative(process.cwd(), file).replaceAll('\\', '/');
  const kept = readKept(file);
  const given = Object.fromEntries(
    manifestVariables.flatMap(name => {
      const value = env[name]?.trim() || kept[name];
      return value ? [[name, value]] : [];
    }),
  );
  const made = given.TEAMS_APP_ID === undefined ? randomUUID() : undefined;
  const values = made === undefined ? given : { ...given, TEAMS_APP_ID: made };
  const { archive, problems } = buildAppPackage(folder, values, kept.TEAMS_APP_ID);
  if (!archive) {
    say(stderr, problems.join('\n'));
    const missing = manifestVariables.filter(name => values[name] === undefined);
    if (missing.length > 0) say(stderr, `\nThe package needs ${missing.join(', ')} from the environment.`);
    const wrong = manifestVariables.filter(
      name => !env[name]?.trim() && problems.some(one => one.startsWith(`${name}:`)),
    );
    if (wrong.length > 0)
      say(stderr, `\n${wrong.join(', ')} of the last package: correct it in ${keptIn}, or give it anew.`);
    say(stderr, '\nNothing was packed.');
    return 1;
  }
  const zip = join(folder, 'build', 'mailflow-triage.zip');
  mkdirSync(join(folder, 'build'), { recursive: true });
  writeFileSync(zip, archive);
  if (made !== undefined) say(stdout, `TEAMS_APP_ID=${made} is new: every later version needs the same one.`);
  const other = kept.TEAMS_APP_ID !== undefined && kept.TEAMS_APP_ID !== values.TEAMS_APP_ID;
  if (other)
    say(
      stdout,
      `TEAMS_APP_ID: another one than in ${keptIn}, so Teams takes this package for another app. For a new version leave TEAMS_APP_ID out.`,
    );
  else {
    keepValues(file, values);
    say(stdout, `${manifestVariables.join(', ')} are kept in ${keptIn}. Keep that file: no secret is in it.`);
  }
  say(
    stdout,
    `${relative(process.cwd(), zip)} is ready. Upload it in the Teams admin center > Teams apps > Manage apps.`,
  );
  return 0;
}
