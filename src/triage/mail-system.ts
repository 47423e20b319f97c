/** The mail systems that can be told apart by what they write, with the name by which people know them. */
export const mailSystems = {
  'exchange-online': 'Microsoft 365',
  'exchange-server': 'Exchange Server',
  'outlook-com': 'Outlook.com',
  gmail: 'Gmail',
  yahoo: 'Yahoo',
  icloud: 'iCloud',
  gmx: 'GMX / WEB.DE',
  't-online': 'T-Online',
  orange: 'Orange',
  free: 'Free',
  sfr: 'SFR',
  comcast: 'Comcast',
  cox: 'Cox',
  charter: 'Spectrum',
  'mail-ru': 'Mail.ru',
  yandex: 'Yandex',
  proofpoint: 'Proofpoint',
  mimecast: 'Mimecast',
  barracuda: 'Barracuda',
  cisco: 'Cisco Secure Email',
  'trend-micro': 'Trend Micro',
  sophos: 'Sophos',
  symantec: 'Symantec Email Security',
  forcepoint: 'Forcepoint',
  hornetsecurity: 'Hornetsecurity',
  spamtitan: 'SpamTitan',
  postfix: 'Postfix',
  exim: 'Exim',
  sendmail: 'Sendmail',
  qmail: 'qmail',
  zimbra: 'Zimbra',
  'amazon-ses': 'Amazon SES',
  sendgrid: 'SendGrid',
  coremail: 'Coremail',
  netease: 'NetEase (163, 126)',
  tencent: 'Tencent (QQ, Exmail)',
  aliyun: 'Aliyun',
  sina: 'Sina',
  docomo: 'Docomo',
  au: 'au (KDDI)',
  softbank: 'SoftBank',
} as const;
export type MailSystem = keyof typeof mailSystems;

export const mailSystemIds = Object.keys(mailSystems) as [MailSystem, ...MailSystem[]];

/** Microsoft's own programs, whose table of codes has private meanings (`5.7.64`, `4.4.316`). */
export function isExchange(system: MailSystem | null): boolean {
  return system === 'exchange-online' || system === 'exchange-server';
}
