/** What a sentence told beside what is answered: what is kept, and what nothing was made of. */
import type { Told } from '../../../triage/answer.ts';
import type { CardContext } from '../../card-context.ts';
import { formatMoment } from '../../format-time.ts';
import type { Line } from '../frame.ts';
import { quotedTexts } from '../quoted-texts.ts';
import { plain } from './parts.ts';

export function toldLines({ noted, began, untaken }: Omit<Told, 'isAll'>, { strings, locale }: CardContext): Line[] {
  return plain([
    ...(began === null ? [] : [strings.say('frame.heard.began', { time: formatMoment(began, locale) })]),
    ...(noted.length === 0 ? [] : [strings.say('frame.heard.noted', { notes: quotedTexts(noted, strings) })]),
    ...(untaken.length === 0 ? [] : [strings.say('frame.heard.untaken', { texts: quotedTexts(untaken, strings) })]),
  ]);
}
