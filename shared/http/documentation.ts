import { implementOpen, type Implementation } from './api-handler.ts'
import { readDocumentation, readOpenApi } from './routes/documentation.ts'

/** What answers the API's own documentation, from the contracts alone. */
export function documentation(): Implementation[] {
  // Loaded on first use: hardly anybody asks, and everybody would wait.
  const load = () => import('./api-document.ts')
  return [
    implementOpen(readOpenApi, async () => ({ body: (await load()).apiDocument })),
    implementOpen(readDocumentation, async () => ({ body: (await load()).apiPage })),
  ]
}
