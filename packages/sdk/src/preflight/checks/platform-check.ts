import { NaasError } from '../../errors.ts';
import type { Finding } from '../finding.ts';
import type { Check } from './check.ts';

/** Finds a platform of another name: a cluster has one. */
export const platformCheck: Check = async ({ config, refuseOtherPlatform }) => {
  try {
    await refuseOtherPlatform();
    return [{ code: 'platform', level: 'ok', words: `No other platform than ${config.metadata.name} is here` }];
  } catch (error) {
    if (!NaasError.is(error) || error.code !== 'PLAN_BLOCKED') throw error;
    return [findingFrom(error)];
  }
};

function findingFrom({ message, hint, subject }: NaasError): Finding {
  return {
    code: 'platform',
    level: 'stop',
    words: message,
    ...(hint === undefined ? {} : { hint }),
    ...(subject ? { subject } : {}),
  };
}
