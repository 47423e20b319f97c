/** What somebody writes around a pasted error: "Hi team, the customer says … the bounce: …". */

// Date: …, > quoted, 550 5.1.1, [Message=…], mail.contoso.example, C:\…, Get-Queue
const protocol =
  /^[>|<$#]|^[\w-]{2,40} ?:(?:\s|$)|[[\]{}=<>\\]|\b[245]\d\d[ -]|(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?!\.?\d)|\b[A-Z][a-z]+-[A-Z][A-Za-z]+\b|\d{4}-\d\d-\d\d|https?:/;
// Receiving server: mail.fabrikam.example
const labelled = /^[^:：]{2,40}[:：]\s{0,4}\S{1,200}\.\S{1,200}$/;
// anna@fabrikam.example, as a report lists whom it could not reach
const address = /^\S{1,200}@\S{1,200}$/;
// what a report says in words of its own
const report =
  /delivery has failed|diagnostic information|generating server|remote server|original message|your message (?:wasn't|couldn't|to)|undeliverable|bezorgen is mislukt|kunde inte levereras|邮件.{0,4}(?:退回|失败)/i;
// -- , Kind regards, Met vriendelijke groet
const signature =
  /^(?:--|(?:(?:kind|best|many) )?regards|cheers|met vriendelijke groet|groet(?:en|jes)?|mvg|vänliga hälsningar|med vänlig hälsning|hälsningar|mvh|此致|祝好)(?!\p{L})/iu;

const mostProse = 400;

/** The lines that are a person's, without greeting lines of a report and without a signature; empty where there are none. */
export function proseOf(text: string): string {
  const lines = text.slice(0, 8_000).split('\n');
  const end = lines.findIndex(line => signature.test(line.trim()));
  const own = (end < 0 ? lines : lines.slice(0, end)).filter(
    line => line.trim() !== '' && ![address, labelled, protocol, report].some(form => form.test(line.trim())),
  );
  return own.join('\n').trim().slice(0, mostProse);
}
