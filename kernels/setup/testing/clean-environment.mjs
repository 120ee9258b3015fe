/** The caller's environment without what would lead a test to the caller's own workspace or run. */
export function cleanEnvironment(extra = {}) {
  const leads =
    /^(CARRY_HOME|CARRY_LAB|CARRY_BRIDGE|AZUREML_|MLFLOW_|IDENTITY_|MSI_|JUPYTER_|ARM_CLOUD_)/;
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !leads.test(name))),
    ...extra
  };
}
