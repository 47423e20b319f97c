/** Whose a server or a domain is, as somebody said: the list, and one to correct. */
import { hostOwners } from '../../triage/memory.ts';
import type { HostsView, HostView } from '../../triage/showing/index.ts';
import type { CardContext } from '../card-context.ts';
import { formatTime } from '../format-time.ts';
import { escapeMarkdown } from '../markdown.ts';
import { rowPress, rowTitle } from './frame.ts';
import { changeTexts } from './partner.ts';
import { pagesOf, searchOf, titleOf } from './partners.ts';

export function hostsData(view: HostsView, context: CardContext) {
  const { strings } = context;
  const title = titleOf('hosts', view, context);
  return {
    fallbackText: title,
    title,
    ...(view.rows.length === 0 && { empty: strings.say(view.sought === null ? 'hosts.empty' : 'partners.nothing') }),
    ...(view.rows.length > 0 && { note: strings.say('hosts.note') }),
    rows: view.rows.map((row, index) => hostRow(row, view.from + index + 1, context)),
    search: searchOf('hosts', view, context),
    pages: pagesOf('hosts', view, context),
  };
}

function hostRow({ host, owner, by, at }: HostsView['rows'][number], number: number, context: CardContext) {
  const { strings, locale, timeZone } = context;
  const said = [
    strings.say(`partner.what.${owner}`),
    by === '' ? null : escapeMarkdown(by),
    formatTime(at, locale, timeZone),
  ];
  return {
    title: rowTitle(number, [escapeMarkdown(host)], context),
    line: said.filter(part => part !== null).join(' · '),
    press: rowPress(strings.say('hosts.open', { host }), 'host', { named: host }),
  };
}

export function hostData({ host, owner, changes }: HostView, context: CardContext) {
  const { strings } = context;
  const title = strings.say('host.title', { host: escapeMarkdown(host) });
  const others = hostOwners.filter(one => one !== owner);
  return {
    fallbackText: title,
    title,
    lines: [
      {
        text:
          owner === null
            ? strings.say('host.unknown')
            : strings.say('host.known', { owner: strings.say(`partner.what.${owner}`) }),
      },
      { text: strings.say('host.why') },
    ],
    changes: changeTexts(changes, context),
    buttons: [
      ...others.map(one => rowPress(strings.say(`host.set.${one}`), 'set-host', { named: host, option: one })),
      ...(owner === null
        ? []
        : [rowPress(strings.say('host.set.nobody'), 'set-host', { named: host, option: 'nobody' })]),
      rowPress(strings.say('host.all'), 'hosts', {}),
    ],
  };
}
