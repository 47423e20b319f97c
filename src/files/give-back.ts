/**
 * Frees the memory of a large buffer now: the collector comes round when small objects have piled up, and does not
 * hurry for the megabytes that one of them holds. Whoever still looks at the bytes finds none.
 */
export function giveBack(bytes: Uint8Array): void {
  const { buffer } = bytes;
  if (buffer instanceof ArrayBuffer && !buffer.detached) buffer.transfer(0);
}
