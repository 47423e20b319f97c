/** Dutch and Swedish write words together: "servercertificaat", "leveransfel", "firewallbeheerder". */

/** Names of the trade that are short and yet half a compound: "mxrecord", "tlscertificaat". */
const acronyms = new Set(['mx', 'ip', 'dns', 'tls', 'ssl', 'spf', 'smtp', 'imap', 'eop', 'ndr', 'ews']);
const shortPart = 4;
/** So long a known word tells even where the other half is unknown. */
const longPart = 6;
const shortestRest = 3;

/** Two halves, both known; a joining s, e or en falls away. With `isGuess` one long known half is enough. */
export function splitCompound(
  token: string,
  isWord: (half: string) => boolean,
  isGuess = false,
): [string, string] | undefined {
  const isPart = (half: string) => (half.length >= shortPart ? isWord(half) : acronyms.has(half));
  for (let at = token.length - 2; at >= 2; at -= 1) {
    const [start, end] = [token.slice(0, at), token.slice(at)];
    if (isPart(end)) {
      const bare = withoutJoint(start);
      if (isPart(start)) return [start, end];
      if (isPart(bare)) return [bare, end];
      if (isGuess && end.length >= longPart && start.length >= shortestRest) return [start, end];
    }
    if (isGuess && start.length >= longPart && end.length >= shortestRest && isPart(start)) return [start, end];
  }
  return undefined;
}

function withoutJoint(start: string): string {
  const joint = ['en', 's', 'e'].find(joint => start.endsWith(joint)) ?? '';
  return start.slice(0, start.length - joint.length);
}
