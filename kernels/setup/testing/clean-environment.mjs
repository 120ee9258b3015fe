/** Returns the caller's environment without the variables that point to the caller's own workspace or run. */
export function cleanEnvironment(extra = {}) {
  const pointers =
    /^(CARRY_HOME|CARRY_LAB|CARRY_BRIDGE|AZUREML_|MLFLOW_|IDENTITY_|MSI_|JUPYTER_|ARM_CLOUD_)/;
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !pointers.test(name))),
    ...extra
  };
}
