// Reads a platform file and says what is wrong with it, by code: errors.ts [FILE]
import { ConfigError, describeError, loadConfig, NaasError } from '@naas/sdk';

const [file = 'naas.yaml'] = process.argv.slice(2);

try {
  const { metadata } = await loadConfig(file);
  console.log(`${file} describes the platform ${metadata.name}.`);
} catch (error) {
  if (!NaasError.is(error)) throw error; // a defect, not a failure: keep its stack
  if (error instanceof ConfigError) for (const { line, path } of error.issues) console.log(`line ${line}: ${path}`);
  console.log(`${error.code}: ${describeError(error)}`);
  process.exitCode = error.retryable ? 75 : 1; // 75 is sysexits.h's "try again later"
}
