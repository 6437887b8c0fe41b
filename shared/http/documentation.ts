import { implementOpen, type Implementation } from './api-handler.ts'
import type { Route } from './contract.ts'
import { documentationPage } from './documentation-page.ts'
import { readDocumentation, readOpenApi } from './routes/documentation.ts'

/** What answers the API's own documentation, from the contracts alone. */
export function documentation(routes: readonly Route[]): Implementation[] {
  let document: Promise<{ openapi: string }> | undefined
  return [
    implementOpen(readOpenApi, async () => {
      // Loaded on first use: hardly anybody asks, and everybody would wait.
      document ??= import('./api-document.ts').then(({ apiDocument }) => apiDocument)
      return { body: await document }
    }),
    implementOpen(readDocumentation, () => Promise.resolve({ body: documentationPage(routes) })),
  ]
}
