/** What stops the local stack, as one sentence for the person at the terminal. The cause keeps the details. */
export class LocalError extends Error {
  override name = 'LocalError'
}

export class PortInUse extends LocalError {
  override name = 'PortInUse'

  constructor(port: number, cause?: unknown) {
    super(`Port ${port} is in use: end what listens there, or choose another with --port.`, { cause })
  }
}

/** The embedded engine has no binary here, or did not start. */
export class EngineUnavailable extends LocalError {
  override name = 'EngineUnavailable'
}

/** The file given with --db cannot hold the table: no directory, no right to write, or no database of ours. */
export class DatabaseUnusable extends LocalError {
  override name = 'DatabaseUnusable'
}

/** The template says something that this stack cannot run as AWS would. */
export class TemplateUnsupported extends LocalError {
  override name = 'TemplateUnsupported'
}

/** Bundling or `cdk synth` failed; the message ends with the last lines that they printed. */
export class SynthesisFailed extends LocalError {
  override name = 'SynthesisFailed'
}

/** The code of a system error (`EADDRINUSE`, `ENOENT`), if it has one. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
