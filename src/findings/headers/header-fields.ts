/** The header of a message -> its fields, unfolded (RFC 5322, 2.2.3), whatever stands around them in a paste. */

export interface HeaderField {
  /** In lower case. */
  readonly name: string;
  readonly value: string;
}

/** A message that went through ten servers has some two hundred lines of header. */
const mostFields = 1_000;
const longestValue = 4_000;

// Authentication-Results: spf=pass (sender IP is 192.0.2.1)
const begins = /^(?<name>[A-Za-z][\w-]{1,75}):(?:[ \t]+(?<value>.*)|(?=$))/;

/** What only a message's header has; a list of properties has other names. */
const telling =
  /^(?:received|received-spf|return-path|delivered-to|authentication-results(?:-original)?|arc-(?:seal|message-signature|authentication-results)|dkim-signature|message-id|mime-version|x-forefront-antispam-report|x-microsoft-antispam(?:-mailbox-delivery|-message-info)?|x-ms-exchange-[\w-]+|x-ms-[\w-]+|x-originatororg|x-eopattributedmessage)$/;

export function headerFields(lines: readonly string[]): HeaderField[] {
  const fields: { name: string; value: string }[] = [];
  let current: { name: string; value: string } | undefined;
  for (const line of lines) {
    const found = begins.exec(line)?.groups;
    if (found) {
      if (fields.length >= mostFields) break;
      current = { name: found.name!.toLowerCase(), value: found.value ?? '' };
      fields.push(current);
    } else if (current && /^[ \t]+\S/.test(line)) {
      if (current.value.length < longestValue) current.value = `${current.value} ${line.trim()}`.trim();
    } else current = undefined;
  }
  return fields;
}

/** What stands around the fields: a story, or the report that somebody passed on. */
export function outsideOf(lines: readonly string[]): string[] {
  let isField = false;
  return lines.filter(line => {
    isField = begins.test(line) || (isField && /^[ \t]+\S/.test(line));
    return !isField;
  });
}

/** Two fields of a kind that nothing else has, or one in which a filter tells its verdict. */
export function isHeader(fields: readonly HeaderField[]): boolean {
  const known = fields.filter(({ name }) => telling.test(name));
  const isVerdict = known.some(
    ({ name, value }) =>
      (name === 'x-forefront-antispam-report' && /(?:SFV|SCL|CAT):/.test(value)) ||
      (name === 'authentication-results' && /\b(?:spf|dkim|dmarc|compauth)=/.test(value)),
  );
  return known.length > 1 || isVerdict;
}

export function fieldOf(fields: readonly HeaderField[], name: string): string | null {
  return fields.find(one => one.name === name)?.value ?? null;
}
