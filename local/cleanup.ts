/** What must be put away when the stack ends, last things first. */
export interface Cleanup {
  add(step: () => unknown): void
  /** Does it once, however often it is called; a step that fails does not keep the others from being done. */
  run(): Promise<void>
  /** Cleans up and ends the process when it is told to end. */
  onSignals(): void
}

const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

export function cleanup(): Cleanup {
  const steps: (() => unknown)[] = []
  const handlers = new Map<keyof typeof exitCodes, () => void>()
  let done: Promise<void> | undefined

  const all = async () => {
    for (const [signal, handler] of handlers) process.off(signal, handler)
    const errors: unknown[] = []
    for (const step of steps.reverse())
      try {
        await step()
      } catch (error) {
        errors.push(error)
      }
    if (errors.length > 0) throw new AggregateError(errors, 'Not everything could be put away')
  }
  const run = () => (done ??= all())
  return {
    add: (step) => steps.push(step),
    run,
    onSignals() {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
        const handler = () => {
          run()
            .catch(() => undefined)
            .finally(() => process.exit(exitCodes[signal]))
        }
        handlers.set(signal, handler)
        process.once(signal, handler)
      }
    },
  }
}
