/** Whom a message calls by name, as the bot knows people. */
import type { Person } from '../../triage/case.ts';
import type { Desk, Reader } from '../desk.ts';
import type { Mention } from '../reply.ts';

/** A mention names the account in the channel; a person is known by the id in Entra ID, where there is one. */
export async function personOf(
  { connector }: Desk,
  { address }: Reader,
  mention: Mention | undefined,
): Promise<(Person & { readonly memberId: string }) | undefined> {
  if (!mention) return undefined;
  const id = await connector.directoryId(address, mention.id).catch(() => undefined);
  return { id: id ?? mention.id, name: mention.name, memberId: mention.id };
}
