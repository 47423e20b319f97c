/** The hosts that files are fetched from. */

/**
 * Teams stores what is sent to a bot in the sender's OneDrive for Business, which is `<tenant>-my.sharepoint.com`;
 * `.us` and `.cn` are the same in Microsoft's government and Chinese clouds.
 */
export const defaultFileHosts: readonly string[] = ['*.sharepoint.com', '*.sharepoint.us', '*.sharepoint.cn'];

// *.sharepoint.com | files.contoso.example
const hostPattern = /^(?:\*\.)?(?<name>[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,9})$/i;

/** `*.` stands for one label or more, and two labels follow at least: `*.com` would allow everybody. */
export function isHostPattern(text: string): boolean {
  return hostPattern.test(text);
}

export function isAllowedHost(host: string, patterns: readonly string[]): boolean {
  return patterns.some(pattern => {
    if (!isHostPattern(pattern)) return false;
    const wanted = pattern.toLowerCase();
    return wanted.startsWith('*.') ? host.endsWith(wanted.slice(1)) && host.length >= wanted.length : host === wanted;
  });
}
