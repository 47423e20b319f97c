/** The public block lists that replies name, with the page on which an address is looked up and its removal asked for. */

/** By name; null where the list has ended and an address cannot be looked up any more. */
export const blockListPages: Readonly<Record<string, string | null>> = {
  Spamhaus: 'https://check.spamhaus.org/',
  SpamCop: 'https://www.spamcop.net/bl.shtml',
  Barracuda: 'https://www.barracudacentral.org/lookups',
  // Ended in June 2024
  SORBS: null,
  UCEPROTECT: 'https://www.uceprotect.net/en/rblcheck.php',
  Abusix: 'https://lookup.abusix.com/',
  Invaluement: 'https://www.invaluement.com/lookup/',
  SpamRATS: 'https://www.spamrats.com/lookup.php',
  PSBL: 'https://psbl.org/',
  Mailspike: 'https://www.mailspike.org/iplookup.html',
  // Ended in January 2025
  'NiX Spam': null,
  'Trend Micro ERS': 'https://www.ers.trendmicro.com/reputations',
  Cloudmark: 'https://csi.cloudmark.com/en/reset/',
  Proofpoint: 'https://ipcheck.proofpoint.com/',
  // A part of Spamhaus since 2021
  CBL: 'https://check.spamhaus.org/',
  Senderscore: 'https://senderscore.org/',
  Backscatterer: 'https://www.backscatterer.org/',
  DroneBL: 'https://dronebl.org/lookup',
  WPBL: null,
  // A reply that says only that there is one
  DNSBL: null,
};
