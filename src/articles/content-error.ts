/** The content cannot be used; the message lists every problem, one a line. */
export class ContentError extends Error {
  readonly #problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(
      `The content has ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}:\n${problems.join('\n')}`,
    );
    this.#problems = problems;
    // An author reads this, in whatever program it comes to light: where in the code it was thrown says nothing.
    this.stack = this.message;
  }
  get code(): 'content-invalid' {
    return 'content-invalid';
  }
  get problems(): readonly string[] {
    return this.#problems;
  }
}
