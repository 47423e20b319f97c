/** The gate between the channel and us: how tokens are checked, and how ours are had. */
import type { ServiceClientCredentialsFactory } from 'botframework-connector';
import type { IncomingActivity } from '../answering/index.ts';
import type { OwnToken } from '../sending/index.ts';

/** Who signs the channels' tokens and ours, for tests; Microsoft's own authority otherwise. */
export interface Authority {
  /** OpenID metadata, a URL. */
  readonly metadata: string;
  readonly issuer: string;
  readonly credentials?: ServiceClientCredentialsFactory;
}

/** How tokens are checked and had. */
export interface Gate {
  /** Rejects for a caller without a valid token. */
  authenticate(authorization: string, activity: IncomingActivity): Promise<void>;
  readonly token: OwnToken;
  /** What the bot says who it is. */
  readonly userAgent: string;
}
