/** One file for all laws over the templates: loading CDK takes longer than all of them together. */
import './laws/alarms.ts'
import './laws/api.ts'
import './laws/data.ts'
import './laws/functions.ts'
import './laws/nag.ts'
import './laws/permissions.ts'
import './laws/queues-and-jobs.ts'
import './laws/receipts.ts'
