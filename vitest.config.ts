import { defineConfig } from 'vitest/config'

const journeys = 'test/journeys/**/*.test.ts'

export default defineConfig({
  test: {
    // Two files at a time also where there are two cores: much of the time they wait for processes of their own.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        // Modules are loaded once a worker, not once a file: no test changes what a module holds, and mends what it sets.
        test: { name: 'rules', include: ['test/**/*.test.ts'], exclude: [journeys], isolate: false },
      },
      {
        extends: true,
        test: { name: 'journeys', include: [journeys], globalSetup: 'test/support/synthesized-once.ts' },
      },
    ],
  },
})
