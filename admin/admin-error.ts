/** What stops an operator's command, as one sentence for the person at the terminal. */
export class AdminError extends Error {
  override readonly name = 'AdminError'
}
