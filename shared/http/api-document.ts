import { documentationPage } from './documentation-page.ts'
import { openApiDocument } from './openapi.ts'
import { routes } from './routes.ts'

/** This API as an OpenAPI document, and as a page for people; in a bundle both are ready-made (infra/leave-out.ts). */
export const apiDocument = openApiDocument(routes)
export const apiPage = documentationPage(routes)
