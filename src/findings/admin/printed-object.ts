/** One object as PowerShell printed it, and what of it is not all there. */

/** By property in lower case; a list is `{a, b}` in braces or not, as it was printed. */
export type PrintedObject = ReadonlyMap<string, string>;

/** `{a, b}`, `a, b` or `a b` as a list; what was cut off at its end is no member. */
export function listOf(value: string | undefined): string[] {
  const whole = value ?? '';
  const members = whole
    .replace(/^\s*[{[]|[}\]]\s*$/g, '')
    .replace(/(?:…|\.\.\.)[}\s]*$/, '')
    .split(/[,;\s]+/)
    .filter(part => part !== '');
  // `{mail.contoso.example, mail2.con…`: the last one is a part of a name.
  return /[^,;\s{](?:…|\.\.\.)[}\s]*$/.test(whole) ? members.slice(0, -1) : members;
}

/**
 * Whether a value is not all there: PowerShell prints four members of a list, cuts a column at the console's width, and
 * Export-Csv writes the type of a list instead of its members.
 */
export function isCut(value: string | undefined): boolean {
  const whole = (value ?? '').trim();
  return /(?:…|\.\.\.)\}?$/.test(whole) || isTypeName(whole);
}

// System.String[] | Microsoft.Exchange.Data.MultiValuedProperty`1[Microsoft.Exchange.Data.SmartHost]
export function isTypeName(value: string): boolean {
  return /^(?:System|Microsoft|Deserialized)\.[\w.]{1,200}(?:`\d)?(?:\[[^\]]{0,300}\])?$/.test(value);
}
