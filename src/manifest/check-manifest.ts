/** What Teams expects of a manifest beyond its schema: most of it only shows when somebody opens a menu. */

import { problemOfHost } from './package-values.ts';

export interface Command {
  readonly title?: string;
  readonly description?: string;
}

export interface ExtensionCommand extends Command {
  readonly id?: string;
  readonly type?: string;
  readonly context?: readonly string[];
  readonly initialRun?: boolean;
  readonly fetchTask?: boolean;
  readonly taskInfo?: object;
  readonly parameters?: readonly (Command & { readonly name?: string })[];
}

export interface Manifest {
  readonly icons?: { readonly color?: string; readonly outline?: string };
  readonly localizationInfo?: {
    readonly defaultLanguageFile?: string;
    readonly additionalLanguages?: readonly { readonly languageTag: string; readonly file: string }[];
  };
  readonly bots?: readonly {
    readonly botId?: string;
    readonly scopes?: readonly string[];
    readonly supportsFiles?: boolean;
    readonly commandLists?: readonly { readonly scopes?: readonly string[]; readonly commands?: readonly Command[] }[];
  }[];
  readonly composeExtensions?: readonly {
    readonly botId?: string;
    readonly composeExtensionType?: string;
    readonly commands?: readonly ExtensionCommand[];
  }[];
  readonly validDomains?: readonly string[];
}

/** The menu of commands shows ten; the schema lets twelve pass. */
const mostCommands = 10;
/** Longer titles are cut in the menu; the schema lets 128 characters pass. */
const longestTitle = 32;

/** One sentence a problem, with its place and its remedy. Parts that are not there are the schema's business. */
export function checkManifest(manifest: Manifest): string[] {
  return [...checkBot(manifest), ...checkExtension(manifest), ...checkDomains(manifest)].map(
    problem => `manifest.json: ${problem}`,
  );
}

function checkBot({ bots }: Manifest): string[] {
  const bot = bots?.[0];
  if (!bot) return [];
  const problems: string[] = [];
  const scopes = bot.scopes ?? [];
  const lists = bot.commandLists ?? [];
  const seen = new Set<string>();
  lists.forEach(({ scopes: own = [], commands = [] }, number) => {
    const place = `bots[0].commandLists[${number}]`;
    if (commands.length > mostCommands) {
      problems.push(
        `${place}.commands: ${commands.length} commands, but Teams shows ${mostCommands}. Keep the ones that people need first.`,
      );
    }
    for (const scope of own) {
      if (seen.has(scope))
        problems.push(`${place}.scopes: "${scope}" has a list already. Put its commands into one list.`);
      if (!scopes.includes(scope))
        problems.push(`${place}.scopes: the bot has no scope "${scope}". Add it to bots[0].scopes, or remove it here.`);
      seen.add(scope);
    }
    problems.push(...checkTitles(place, commands));
  });
  for (const scope of scopes) {
    if (!seen.has(scope)) {
      problems.push(
        `bots[0].scopes: "${scope}" has no commands. Add it to the scopes of a list in bots[0].commandLists, so that people see what they can type.`,
      );
    }
  }
  if (bot.supportsFiles && !scopes.includes('personal')) {
    problems.push(
      'bots[0].supportsFiles: Teams hands files over in personal chat only. Add the scope "personal", or set it to false.',
    );
  }
  return problems;
}

function checkTitles(place: string, commands: readonly Command[]): string[] {
  return commands.flatMap(({ title = '' }, number) => {
    const problems: string[] = [];
    if (title.length > longestTitle) {
      problems.push(
        `${place}.commands[${number}].title: ${title.length} characters, but the menu shows ${longestTitle}. Shorten "${title}".`,
      );
    }
    if (commands.findIndex(command => command.title === title) < number) {
      problems.push(`${place}.commands[${number}].title: "${title}" is there twice. Remove one.`);
    }
    return problems;
  });
}

function checkExtension({ bots, composeExtensions }: Manifest): string[] {
  const extension = composeExtensions?.[0];
  if (!extension || extension.composeExtensionType === 'apiBased') return [];
  const problems: string[] = [];
  const botId = bots?.[0]?.botId;
  if (extension.botId === undefined) {
    problems.push('composeExtensions[0].botId: missing, so nothing would answer. Set it to "${{BOT_ID}}".');
  } else if (botId !== undefined && extension.botId !== botId) {
    problems.push(
      'composeExtensions[0].botId: another bot than bots[0].botId, so it could not post what it found. Set both to "${{BOT_ID}}".',
    );
  }
  const commands = extension.commands ?? [];
  if (commands.length === 0)
    problems.push('composeExtensions[0].commands: none. Add one, or remove composeExtensions.');
  commands.forEach((command, number) => {
    const place = `composeExtensions[0].commands[${number}]`;
    if (commands.findIndex(({ id }) => id === command.id) < number)
      problems.push(`${place}.id: "${command.id}" is there twice. Give each command its own.`);
    problems.push(...checkExtensionCommand(place, command));
  });
  return problems;
}

function checkExtensionCommand(place: string, command: ExtensionCommand): string[] {
  const { type = 'query', context = [], parameters = [], fetchTask, initialRun, taskInfo } = command;
  const problems: string[] = [];
  if (type === 'query') {
    if (parameters.length === 0)
      problems.push(`${place}.parameters: none, so there is no box to type into. Add a parameter.`);
    if (context.includes('message'))
      problems.push(
        `${place}.context: Teams offers only actions on a message. Remove "message", or make it an action.`,
      );
    return problems;
  }
  if (!fetchTask && parameters.length === 0 && !taskInfo) {
    problems.push(`${place}: an action without a dialog. Set fetchTask to true, or add parameters.`);
  }
  if (initialRun) problems.push(`${place}.initialRun: only a search runs by itself. Remove it.`);
  return problems;
}

function checkDomains({ validDomains = [] }: Manifest): string[] {
  return validDomains.flatMap((domain, number) => {
    // Here a wildcard in front is allowed.
    const problem = problemOfHost(domain.replace(/^\*\./, ''));
    return problem === undefined ? [] : [`validDomains[${number}]: ${problem}`];
  });
}
