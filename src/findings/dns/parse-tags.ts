/** `v=DMARC1; p=none; rua=mailto:…`: the tag lists of DMARC, DKIM and MTA-STS (RFC 6376, 3.2). */

export interface Tags {
  /** The first of a name counts. */
  readonly byName: ReadonlyMap<string, string>;
  /** Parts that are no `name=value`, and names that come twice. */
  readonly wrong: readonly string[];
}

const mostTags = 100;
const tag = /^(?<name>[a-z][\w-]{0,40})\s{0,4}=(?<value>[\s\S]*)$/i;

export function parseTags(text: string): Tags {
  const byName = new Map<string, string>();
  const wrong: string[] = [];
  for (const part of text.split(';', mostTags)) {
    const shown = part.trim();
    if (shown === '') continue;
    const { name, value = '' } = tag.exec(shown)?.groups ?? {};
    const key = name?.toLowerCase();
    if (key === undefined || byName.has(key)) wrong.push(shown.slice(0, 80));
    else byName.set(key, value.trim());
  }
  return { byName, wrong };
}
