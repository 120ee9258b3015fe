/** The folder of the job side inside the snapshot. */
export const JOB_SIDE = '.carry';
