/** Everything that is written to standard output and error while the work goes on. */
export async function captured(work: () => unknown): Promise<string> {
  const chunks: string[] = []
  const streams = [process.stdout, process.stderr]
  const originals = streams.map((stream) => stream.write.bind(stream))
  for (const stream of streams) {
    stream.write = (chunk: string | Uint8Array) => {
      chunks.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'))
      return true
    }
  }
  try {
    await work()
  } finally {
    for (const [index, stream] of streams.entries()) stream.write = originals[index]!
  }
  return chunks.join('')
}
