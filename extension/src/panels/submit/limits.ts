/** The most runs of one sweep, and so the most values of one parameter, as `MAX_TRIALS` of the SDK. */
export const MAX_TRIALS = 1000;

/** How often a notebook is run again at most, as `MAX_RETRIES` of the SDK: one that still fails would fail again. */
export const MAX_RETRIES = 10;
