/**
 * Random runs, for as long as they may take. FUZZ_SECONDS is how long, FUZZ_SEED which runs; FUZZ_PATH and FUZZ_SHRINK repeat and
 * shorten a failed one.
 */

import fc from "fast-check";

type Fuzz<Step> = { step: fc.Arbitrary<Step>; mostSteps: number; seconds: number; seed: number };

export const secondsOr = (usual: number) => Number(process.env.FUZZ_SECONDS ?? usual);

export async function fuzz<Step>(
  { step, mostSteps, seconds, seed }: Fuzz<Step>,
  run: (steps: Step[]) => Promise<void>,
) {
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: mostSteps, size: "max" }), (steps) => {
      runs += 1;
      return run(steps);
    }),
    {
      seed: Number(process.env.FUZZ_SEED ?? seed),
      ...(process.env.FUZZ_PATH && { path: process.env.FUZZ_PATH }),
      numRuns: Number(process.env.FUZZ_RUNS ?? 1_000_000),
      interruptAfterTimeLimit: seconds * 1000,
      endOnFailure: process.env.FUZZ_SHRINK === undefined,
    },
  );
  console.log(`  ${runs} runs`);
}
