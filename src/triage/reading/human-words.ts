/** The words of a paste for word matching: what a person or the remote server wrote, without headers and codes. */
import type { Ranking } from './rank.ts';
import type { Attempt } from './reading.ts';

const mostWords = 2000;

// From: Ann | Verzonden: vrijdag 20 november
const mailHeader =
  /^(?:From|Sent|To|Cc|Bcc|Date|Reply-To|Message-ID|Importance|Van|Verzonden|Aan|Datum|Från|Skickat|Till|Kopia|De|Envoyé|À|Von|Gesendet|An|Da|Inviato|A|Fra|Sendt|Til|Para|Enviado|发件人|发送时间|收件人|抄送|日期|差出人|送信日時|宛先)[ \t]{0,2}:/i;
const subject = /^(?:Subject|Onderwerp|Ämne|Objet|Betreff|Oggetto|Emne|Assunto|主题|件名)[ \t]{0,2}:/i;
const code = /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d]|\.\d)/g;
const url = /\bhttps?:\/\/\S{1,500}/g;
const address = /[^\s@<>()]{1,64}@[^\s@<>()]{1,253}/g;

/** The subject of a mail is a person's text, and no reply of a server. */
export function isSubject(line: string): boolean {
  return subject.test(line.trimStart());
}

/** A person's own text. */
export function humanWords(text: string): string {
  const lines = text.slice(0, mostWords * 4).split('\n');
  return shorten(
    lines
      .filter(line => !mailHeader.test(line))
      .map(line => line.replace(subject, ' '))
      .join(' '),
  );
}

/** What the servers said, the cause first. */
export function replyWords({ cause, statusCodes }: Ranking, attempts: readonly Attempt[]): string {
  const texts = new Set<string>();
  if (cause) texts.add(cause.reply.text);
  if (cause?.attempt.words) texts.add(cause.attempt.words);
  for (const one of statusCodes) if (one.role !== 'other' || !cause) texts.add(one.text);
  for (const attempt of attempts.slice(0, 20)) if (attempt.words) texts.add(attempt.words);
  return shorten([...texts].join(' '));
}

function shorten(text: string): string {
  return text
    .replace(url, ' ')
    .replace(address, ' ')
    .replace(code, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, mostWords);
}
