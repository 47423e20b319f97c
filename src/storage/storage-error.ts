export type StorageErrorCode =
  | 'database-url'
  | 'database-unreachable'
  | 'database-missing'
  | 'database-newer'
  | 'migration-failed'
  | 'database-gone';

/** The database cannot be used: a matter of the installation, told at start, or when its file is gone later. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
