/** A range of addresses as connectors have it. */
import { addressOf, network, type Span } from '../firewall/address-set.ts';

// 0.0.0.0-255.255.255.255 | 192.0.2.0/24 | 192.0.2.7 | ::-ffff:ffff:…
export function spanIn(text: string): Span[] {
  const [from = '', to = from] = text.split('-', 2);
  if (text.includes('/')) {
    const [base = '', bits = ''] = text.split('/', 2);
    const start = addressOf(base);
    const span = start && network(start, Number(bits));
    return span ? [span] : [];
  }
  const [first, last] = [addressOf(from), addressOf(to)];
  return first && last && first.version === last.version && first.value <= last.value
    ? [{ version: first.version, from: first.value, to: last.value }]
    : [];
}
