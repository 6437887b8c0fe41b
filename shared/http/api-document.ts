import { openApiDocument } from './openapi.ts'
import { routes } from './routes.ts'

/** This API as an OpenAPI document; in a bundle it is ready-made (infra/leave-out.ts). */
export const apiDocument = openApiDocument(routes)
