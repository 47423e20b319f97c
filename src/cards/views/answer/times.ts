/** How long it takes, and what has to be sent again. */
import type { CardContext } from '../../card-context.ts';
import { fillText, isHarmless } from '../../case-values.ts';
import { formatTimeWithZone } from '../../format-time.ts';
import { articleTexts, commandLine, sourceOf, stateBand } from '../frame.ts';
import { type About, plain, type Said } from './parts.ts';

export function howLongSaid(about: About, lookAt: string | null, context: CardContext): Said {
  const { strings, locale, timeZone } = context;
  const time = (iso: string) => formatTimeWithZone(iso, locale, timeZone);
  const source = sourceOf(about, context);
  const { effect } = articleTexts(about, context);
  const band = stateBand(about, context);
  const minutes = about.rows.reduce((sum, { item, state }) => sum + (state === 'done' ? 0 : (item.minutes ?? 0)), 0);
  const until =
    about.state === 'bounced'
      ? strings.say('answer.howLong.bounced')
      : about.expiresAt !== null
        ? strings.say('answer.howLong.until', { time: time(about.expiresAt) })
        : about.givesUpBy !== null
          ? strings.say('answer.howLong.atLatest', { time: time(about.givesUpBy) })
          : strings.say('answer.howLong.unknown', { hours: about.retryHours });
  return {
    title: strings.say('answer.howLong.title'),
    lines: plain([
      until,
      ...(about.state === 'bounced' && band.detail !== undefined ? [band.detail] : []),
      ...(minutes > 0 ? [strings.say('answer.howLong.work', { minutes })] : []),
      ...(effect === undefined ? [] : [strings.say('checklist.effect', { effect: fillText(effect, source) })]),
      ...(lookAt === null ? [] : [strings.say('answer.howLong.look', { time: time(lookAt) })]),
    ]),
  };
}

/** Who sends again, and how they are found. */
export function resendSaid(about: About, context: CardContext): Said {
  const { strings, locale, timeZone } = context;
  const source = sourceOf(about, context);
  const lines =
    about.state === 'bounced' ? ['yes', 'after'] : about.state === 'queued' ? ['no', 'later'] : ['depends', 'after'];
  const domain = about.evidence.recipients[0]?.split('@').at(-1) ?? null;
  const isSafe = domain !== null && isHarmless(domain);
  const since = about.evidence.queuedAt ?? about.evidence.lastAttempt ?? about.openedAt;
  const start = new Date(Date.parse(since) - 24 * 3_600_000).toISOString().slice(0, 10);
  const end = new Date(Date.parse(about.openedAt) + 24 * 3_600_000).toISOString().slice(0, 10);
  const command = `Get-MessageTraceV2 ${isSafe ? `-RecipientAddress *@${domain} ` : ''}-Status Failed -StartDate ${start} -EndDate ${end}`;
  return {
    title: strings.say(`answer.resend.${lines[0]}.title`),
    lines: [
      ...plain(
        lines.map(key =>
          fillText(
            strings.say(`answer.resend.${key}.text`, {
              time: about.expiresAt === null ? '' : formatTimeWithZone(about.expiresAt, locale, timeZone),
            }),
            source,
          ),
        ),
      ),
      ...plain([fillText(strings.say('answer.resend.find'), source)]),
      commandLine(command),
    ],
  };
}
