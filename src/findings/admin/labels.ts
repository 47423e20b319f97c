/** Names and values that Windows, the admin center or a spreadsheet wrote in another language -> PowerShell's own. */

/**
 * PowerShell's property names are English everywhere, but tables that were copied from the admin center or made over by
 * hand have its labels. Without blanks and in lower case.
 */
const labels: Readonly<Record<string, string>> = {
  // Dutch, German, Swedish, Chinese
  naam: 'name',
  namn: 'name',
  名称: 'name',
  ingeschakeld: 'enabled',
  aktiviert: 'enabled',
  aktiverad: 'enabled',
  aktiverat: 'enabled',
  已启用: 'enabled',
  启用: 'enabled',
  domeinnaam: 'domainname',
  domänenname: 'domainname',
  domännamn: 'domainname',
  域名: 'domainname',
  domeintype: 'domaintype',
  domänentyp: 'domaintype',
  domäntyp: 'domaintype',
  域类型: 'domaintype',
  prioriteit: 'priority',
  priorität: 'priority',
  prioritet: 'priority',
  优先级: 'priority',
  状态: 'status',
  aantal: 'count',
  anzahl: 'count',
  antal: 'count',
  计数: 'count',
  smarthost: 'smarthosts',
  smarthosts: 'smarthosts',
  智能主机: 'smarthosts',
};

export function propertyName(label: string): string {
  const plain = label.trim().toLowerCase();
  return labels[plain.replaceAll(' ', '')] ?? plain;
}

/** How some properties are called elsewhere. */
export function labelsOf(names: readonly string[]): string[] {
  return Object.entries(labels).flatMap(([label, name]) => (label !== name && names.includes(name) ? [label] : []));
}

const yes = ['true', '$true', 'yes', 'ja', 'wahr', 'waar', 'sant', 'sann', 'on', '是', '真', '已启用'];
const no = ['false', '$false', 'no', 'nein', 'nee', 'nej', 'falsch', 'onwaar', 'falskt', 'off', '否', '假', '已禁用'];

/** Undefined for what is neither. */
export function truth(value: string | undefined): boolean | undefined {
  const plain = (value ?? '').trim().toLowerCase();
  if (yes.includes(plain)) return true;
  return no.includes(plain) ? false : undefined;
}

const domainTypes = {
  relay: ['internalrelay', 'internal relay', 'interne relay', 'internes relay', 'internt relä', '内部中继'],
  outer: ['externalrelay', 'external relay', 'externe relay', 'externes relay', 'externt relä', '外部中继'],
  own: ['authoritative', 'gezaghebbend', 'autorisierend', 'autoritativ', 'auktoritativ', '权威', '权威域'],
} as const;

/** Undefined for a word that was cut off or a number. */
export function domainTypeOf(value: string | undefined): keyof typeof domainTypes | undefined {
  const plain = (value ?? '').trim().toLowerCase();
  return (Object.keys(domainTypes) as (keyof typeof domainTypes)[]).find(type =>
    (domainTypes[type] as readonly string[]).includes(plain),
  );
}
