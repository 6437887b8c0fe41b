import { LocalError } from './local-error.ts'
import { readTokenFlags, tokenUrl, usage } from './token-flags.ts'

/*
 * `npm run token`: an ID token for the stack that `npm start` keeps running, on standard output and nothing else, for
 * `curl -H "authorization: Bearer …"`. Only that stack can sign it: its keys live as long as it does.
 */

async function main(): Promise<void> {
  const flags = readTokenFlags(process.argv.slice(2))
  if (flags === undefined) {
    process.stdout.write(`${usage}\n`)
    return
  }
  const url = tokenUrl(flags)
  let answer: Response
  try {
    answer = await fetch(url)
  } catch (cause) {
    throw new LocalError(
      `本地系统没有运行，请先执行 npm start。Nothing listens at ${url.origin}: run npm start first, or name its --port.`,
      { cause },
    )
  }
  const text = await answer.text()
  if (!answer.ok) throw new LocalError(`${url.origin} answered ${answer.status}: ${text}`)
  process.stdout.write(`${text}\n`)
}

try {
  await main()
} catch (error) {
  process.stderr.write(
    `${error instanceof LocalError ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  )
  process.exitCode = 1
}
