import { routes } from '../shared/http/routes.ts'
import { assemble } from './assemble.ts'
import { buildDir } from './bundle.ts'

assemble({ routes, buildDir }).synth()
