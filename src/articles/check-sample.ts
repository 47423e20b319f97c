/** A sample's text: filled in, and with nobody's real address in it. */
import { blankMark } from './blanks.ts';

// RFC 5737; 15.x and 10.x are Exchange versions and private addresses, the rest is Microsoft's published ranges.
const harmless =
  /^(?:0\.0\.0\.0$|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|15\.|10\.|40\.|52\.1|104\.47\.|127\.|172\.|192\.168\.)/;

/** RFC 2606 and 6761, and the public addresses that refusals themselves name. */
const nobodys = /@(?:[\w.-]+\.)?(?:example|test|invalid|example\.(?:com|net|org)|microsoft\.com|rx\.t-online\.de)$/i;

/** @returns a sentence for each thing that is wrong */
export function problemsOfSample(text: string): string[] {
  if (text.trim() === '' || text.includes(blankMark))
    return [`still blank. Paste an error as people paste it, with made-up names.`];
  if (/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) || text.startsWith('%PDF'))
    return ['no plain text. Copy the error out of it, and save it as a text, such as error.txt.'];
  if (text.includes('\ufffd')) return ['not saved as UTF-8. Save it again as UTF-8, or its letters are read wrongly.'];
  const addresses = new Set(text.match(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g));
  const people = new Set(text.match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g));
  return [
    ...[...addresses]
      .filter(address => !harmless.test(address))
      .map(address => `${address} may be somebody's. Write an address from 192.0.2.0/24 instead.`),
    ...[...people]
      .filter(address => !nobodys.test(address))
      .map(address => `${address} may be somebody's. Write a made-up name under .example instead.`),
  ];
}
