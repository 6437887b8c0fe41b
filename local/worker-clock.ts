/**
 * Makes every `Date` of this thread read the runner's clock. Loaded in a worker before the code under test, which
 * has no door to it: `new Date()`, `Date()`, `Date.now()` and what builds on them (Temporal's polyfill) follow;
 * timers and dates with arguments stay as they are.
 * @param skew milliseconds by which this thread's clock is wrong
 */
export function followClock(memory: SharedArrayBuffer, skew = 0): void {
  const offset = new Float64Array(memory)
  const RealDate = Date
  const realNow = RealDate.now.bind(RealDate)
  const now = () => Math.floor(realNow() + (offset[0] ?? 0) + skew)
  const RunnerDate = new Proxy(RealDate, {
    construct(target, args, newTarget) {
      const date: unknown = Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget)
      return date instanceof RealDate ? date : new RealDate(now())
    },
    apply: () => new RealDate(now()).toString(),
  })
  RealDate.now = now
  RealDate.prototype.constructor = RunnerDate
  globalThis.Date = RunnerDate
}
