/** Cases as they stand when somebody begins to talk about them: what was pasted and answered before. */
import { type Locale, locales } from '../../src/triage/evidence.ts';
import { type BotUnderTest, buttonsOf, type Card, type Talk } from './bot-under-test.ts';

/**
 * `firewall`: a server of ours refuses, and a checklist is open. `question`: whose server it is was not answered yet.
 * `partner`: the text to a partner whose certificate has another name. `bounced`: like `firewall`, and the message came
 * back. `choice`: a vague sentence, and several articles. `nothing`: no case.
 */
export const situations = ['firewall', 'question', 'partner', 'bounced', 'choice', 'nothing'] as const;
export type SituationName = (typeof situations)[number];

const refused =
  '450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=192.0.2.7:25]';
const certificate =
  '450 4.7.320 Certificate validation failed [Message=SubjectMismatch] [LastAttemptedServerName=mx.partner.example]';
const expired =
  "mail.contoso.example (192.0.2.7) returned '550 5.4.316 Message expired, connection refused(Socket error code 10061)'";
const vague = 'microsoft does not get a connection to our mail server';

export const clients: Readonly<Record<Locale, string>> = { en: 'en-US', nl: 'nl-NL', sv: 'sv-SE', 'zh-CN': 'zh-CN' };

export async function situation(bot: BotUnderTest, name: SituationName, language: Locale): Promise<Talk> {
  const talk = bot.talk({ locale: clients[language] });
  if (name === 'nothing') return talk;
  if (name === 'choice') {
    await talk.say(vague);
    return talk;
  }
  let card = await talk.say({ firewall: refused, question: refused, partner: certificate, bounced: expired }[name]);
  const answers = name === 'question' ? [] : name === 'partner' ? ['partner'] : ['ours', 'none'];
  for (const option of answers) card = await talk.press(card, 'answer', { option });
  if (asks(card, 'contact-language')) await talk.press(card, 'contact-language', { option: 'en' });
  return talk;
}

function asks(card: Card, verb: string): boolean {
  return buttonsOf(card).some(button => button.verb === verb);
}

export function isLocale(text: string): text is Locale {
  return locales.some(locale => locale === text);
}
