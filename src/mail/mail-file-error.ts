/** Why a file could not be opened; `code` is stable, the message is for the log and for developers. */
export class MailFileError extends Error {
  readonly code: 'too-large' | 'empty' | 'unreadable';

  constructor(code: MailFileError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MailFileError';
    this.code = code;
  }
}
