/** A size as Exchange prints it. */

// 36 MB (37,748,736 bytes) | 10240KB | 25 MB
const written =
  /^(?<number>\d{1,6}(?:[.,]\d{1,3})?) ?(?<unit>B|KB|MB|GB)\b(?:[^(]{0,10}\((?<bytes>[\d.,\s\u00a0\u202f]{1,24}) ?\p{L}{1,10}\))?/iu;
const factors: Readonly<Record<string, number>> = { B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 };

/** In bytes; undefined for Unlimited and for what is no size. */
export function sizeIn(text: string | undefined): number | undefined {
  const { number, unit, bytes } = written.exec((text ?? '').trim())?.groups ?? {};
  if (number === undefined) return undefined;
  if (bytes !== undefined) return Number(bytes.replace(/\D/g, ''));
  return Math.round(Number(number.replace(',', '.')) * factors[unit!.toUpperCase()]!);
}
