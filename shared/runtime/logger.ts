import { Logger } from '@aws-lambda-powertools/logger'

/** A line that a capability may log: its code and its sentence; what varies stands in fields of its own. */
export interface LogLine {
  readonly code: string
  readonly sentence: string
}

/** Values that say which and how many, never who: ids, counts, codes, dates. */
export type LogFields = Readonly<Record<string, string | number | boolean | object>>

export interface Log {
  info(line: LogLine, fields?: LogFields): void
  warn(line: LogLine, fields?: LogFields): void
  error(line: LogLine, error: unknown, fields?: LogFields): void
}

/** Structured lines on standard output, under the function's name. */
export function lambdaLog(): Log {
  const logger = new Logger()
  return {
    info: ({ code, sentence }, fields = {}) => logger.info(sentence, { code, ...fields }),
    warn: ({ code, sentence }, fields = {}) => logger.warn(sentence, { code, ...fields }),
    error: ({ code, sentence }, error, fields = {}) =>
      logger.error(sentence, { code, ...fields, failure: nameOf(error) }),
  }
}

/** An error's own sentence may quote a person's data; its name and the names of its causes do not. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  // The stack begins with the sentence, which may have lines of its own; a frame ends in its place in a file.
  const at =
    error.stack
      ?.replace(error.message, '')
      .split('\n')
      .find((line) => /^\s+at \S.*:\d+:\d+\)?$/.test(line))
      ?.trim() ?? ''
  const cause = error.cause === undefined ? '' : ` < ${nameOf(error.cause)}`
  return `${error.name} ${at}${cause}`
}
