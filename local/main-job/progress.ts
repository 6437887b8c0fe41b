import { Presets, SingleBar } from 'cli-progress'

export interface Progress {
  show(done: number, total: number, what: string): void
  stop(): void
}

/** What is over sooner needs no bar. */
const PATIENCE_MS = 2_000

/** A bar on standard error once the work has taken more than two seconds; plain lines where that is no screen. */
export function progressOf(title: string): Progress {
  const began = Date.now()
  const screen = process.stderr.isTTY
  const bar = new SingleBar(
    {
      format: `${title} {bar} {percentage}% {what}`,
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
    },
    Presets.shades_classic,
  )
  let running = false
  let told = -1
  return {
    show(done, total, what) {
      if (total <= 0 || Date.now() - began < PATIENCE_MS) return
      if (!screen) {
        const tenth = Math.floor((10 * done) / total)
        if (tenth > told) process.stderr.write(`${title} ${String(tenth * 10)}% ${what}\n`)
        told = Math.max(told, tenth)
      } else if (running) bar.update(done, { what })
      else {
        bar.start(total, done, { what })
        running = true
      }
    },
    stop() {
      if (running) bar.stop()
      running = false
    },
  }
}
