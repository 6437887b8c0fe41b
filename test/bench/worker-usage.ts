import { channel } from 'node:diagnostics_channel'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import * as z from 'zod'

/** What the functions' workers have used, by the function's physical name. */
export interface WorkerUsage {
  readonly cpuMilliseconds: number
  /** Most heap that one worker had in use, in bytes. */
  readonly peakHeapBytes: number
  readonly workers: number
}

export interface WorkerWatch {
  /** CPU since the last call; peaks since the last call. */
  take(): Promise<ReadonlyMap<string, WorkerUsage>>
  stop(): void
}

/** Milliseconds between two looks at the heaps. */
const LOOK = 10

const Announced = z.object({ worker: z.instanceof(Worker) })

interface Watched {
  readonly worker: Worker
  readonly name: string
  cpuBefore: number
  peak: number
  gone: boolean
}

/**
 * Watches every worker thread that is started from here on: Node announces them, and a worker's CPU and heap can be
 * read from outside, so the code under measure knows nothing of it.
 */
export function watchWorkers(): WorkerWatch {
  const all: Watched[] = []
  let stopped = false
  const onWorker = (message: unknown) => {
    const { worker } = Announced.parse(message)
    const watched: Watched = { worker, name: worker.threadName ?? '', cpuBefore: 0, peak: 0, gone: false }
    all.push(watched)
    worker.once('exit', () => (watched.gone = true))
    void follow(watched)
  }
  const follow = async (watched: Watched) => {
    while (!stopped && !watched.gone) {
      await look(watched)
      await sleep(LOOK)
    }
  }
  const announcements = channel('worker_threads')
  announcements.subscribe(onWorker)
  return {
    async take() {
      const used = new Map<string, WorkerUsage>()
      for (const watched of all.filter(({ gone }) => !gone)) {
        await look(watched)
        const { user, system } = await watched.worker.cpuUsage()
        const cpu = (user + system) / 1000
        const soFar = used.get(watched.name) ?? { cpuMilliseconds: 0, peakHeapBytes: 0, workers: 0 }
        used.set(watched.name, {
          cpuMilliseconds: soFar.cpuMilliseconds + cpu - watched.cpuBefore,
          peakHeapBytes: Math.max(soFar.peakHeapBytes, watched.peak),
          workers: soFar.workers + 1,
        })
        watched.cpuBefore = cpu
        watched.peak = 0
      }
      return used
    },
    stop() {
      stopped = true
      announcements.unsubscribe(onWorker)
    },
  }
}

async function look(watched: Watched): Promise<void> {
  try {
    const { used_heap_size } = await watched.worker.getHeapStatistics()
    watched.peak = Math.max(watched.peak, used_heap_size)
  } catch {
    // It has ended meanwhile, or has not begun.
  }
}
