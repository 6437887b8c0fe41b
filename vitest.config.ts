import { defineConfig } from 'vitest/config'

const journeys = 'test/journeys/**/*.test.ts'

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: 'rules', include: ['test/**/*.test.ts'], exclude: [journeys] } },
      {
        extends: true,
        test: { name: 'journeys', include: [journeys], globalSetup: 'test/support/synthesized-once.ts' },
      },
    ],
  },
})
