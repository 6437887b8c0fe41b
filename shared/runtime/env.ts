import * as z from 'zod'

/** A setting of the deployment that is missing or wrong: the function cannot work at all. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError'
}

/**
 * The function's settings, read once when it starts.
 * @throws EnvironmentError naming each variable that is missing or wrong, never its value
 */
export function readEnvironment<Shape extends z.ZodRawShape>(shape: Shape): z.infer<z.ZodObject<Shape>> {
  // Read once: a parser compiled for it would cost more than it saves.
  const parsed = z.object(shape).safeParse(process.env, { jitless: true })
  if (parsed.success) return parsed.data
  const variables = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new EnvironmentError(`environment variables ${variables.join('; ')}`)
}
