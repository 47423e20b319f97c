/** RFC 6125, 6.4.3: in a certificate's name a star stands for one label, the first. */
export function covers(pattern: string, host: string): boolean {
  if (pattern === host) return true;
  return pattern.startsWith('*.') && host.slice(host.indexOf('.') + 1) === pattern.slice(2);
}
