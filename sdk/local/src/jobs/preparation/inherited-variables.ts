/**
 * The variables of the service's environment that a job inherits. The service has the whole shell of whoever started it, with the keys
 * of clouds, registries and of JupyterHub in it, so a job gets only what programs need to run on this machine. The setting
 * `jobVariables` adds more.
 */
const inheritedNames: readonly string[] = [
  // The user and the system.
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'TERM', 'TZ', 'TMPDIR', 'TMP', 'TEMP'],
  ...['LANG', 'LANGUAGE', 'LC_*', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME'],
  // The network.
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'FTP_PROXY', 'NO_PROXY'],
  ...['http_proxy', 'https_proxy', 'all_proxy', 'ftp_proxy', 'no_proxy'],
  ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'CURL_CA_BUNDLE'],
  // Accelerators and threads.
  ...['CUDA_*', 'NVIDIA_VISIBLE_DEVICES', 'NVIDIA_DRIVER_CAPABILITIES', 'NCCL_*'],
  ...['ROCR_VISIBLE_DEVICES', 'HIP_VISIBLE_DEVICES', 'HSA_OVERRIDE_GFX_VERSION', 'ROCM_PATH'],
  ...['XLA_FLAGS', 'JAX_PLATFORMS', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH'],
  ...['OMP_NUM_THREADS', 'MKL_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'NUMEXPR_NUM_THREADS'],
  // Where packages come from and are kept.
  ...['PIP_INDEX_URL', 'PIP_EXTRA_INDEX_URL', 'PIP_TRUSTED_HOST', 'PIP_CERT', 'PIP_CACHE_DIR'],
  ...['UV_INDEX_URL', 'UV_EXTRA_INDEX_URL', 'UV_DEFAULT_INDEX', 'UV_INDEX', 'UV_CACHE_DIR'],
  ...['UV_NATIVE_TLS', 'UV_SYSTEM_CERTS', 'UV_PYTHON_INSTALL_DIR', 'UV_LINK_MODE'],
  ...['npm_config_registry', 'npm_config_cache', 'NPM_CONFIG_REGISTRY', 'NPM_CONFIG_CACHE'],
  ...['HF_HOME', 'HF_ENDPOINT', 'TORCH_HOME', 'TFDS_DATA_DIR', 'NLTK_DATA', 'MPLCONFIGDIR'],
  // Installations.
  ...['CONDA_EXE', 'CONDA_PREFIX', 'CONDA_DEFAULT_ENV', 'CONDA_PYTHON_EXE', 'CONDA_SHLVL'],
  ...['CONDA_PKGS_DIRS', 'CONDA_ENVS_PATH', 'MAMBA_EXE', 'MAMBA_ROOT_PREFIX'],
  ...['PYENV_ROOT', 'PYENV_VERSION', 'NVM_DIR', 'JAVA_HOME', 'R_HOME'],
  // Windows.
  ...['SystemRoot', 'SystemDrive', 'windir', 'ComSpec', 'PATHEXT', 'OS', 'USERPROFILE'],
  ...['USERNAME', 'USERDOMAIN', 'HOMEDRIVE', 'HOMEPATH', 'APPDATA', 'LOCALAPPDATA', 'ProgramData'],
  ...['ProgramFiles', 'ProgramFiles(x86)', 'ProgramW6432', 'CommonProgramFiles'],
  ...['NUMBER_OF_PROCESSORS', 'PROCESSOR_ARCHITECTURE']
];

/** Names that no pattern of ours covers: `CUDA_*` is meant for devices and paths. */
const secretName = /KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL/i;
/** The names of variables with the address of an index, which may contain a password. A proxy is of no use without its own. */
const indexName = /^(PIP|UV|NPM_CONFIG|HF)_/i;
const credentialsInUrl = /\/\/[^/\s]*@/;
/** The workspace's own variables, which a job gets from the workspace. */
const ownName = /^CARRY_/;

/** Those that a job in a container inherits: its programs and paths are those of the image, but the network is this machine's. */
const namesInContainers: readonly string[] = [
  ...['TZ', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'FTP_PROXY', 'NO_PROXY'],
  ...['http_proxy', 'https_proxy', 'all_proxy', 'ftp_proxy', 'no_proxy'],
  ...['CUDA_VISIBLE_DEVICES', 'XLA_FLAGS', 'JAX_PLATFORMS', 'NCCL_*', 'HF_ENDPOINT'],
  ...['OMP_NUM_THREADS', 'MKL_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'NUMEXPR_NUM_THREADS'],
  ...['PIP_INDEX_URL', 'PIP_EXTRA_INDEX_URL', 'PIP_TRUSTED_HOST'],
  ...['UV_INDEX_URL', 'UV_EXTRA_INDEX_URL', 'UV_DEFAULT_INDEX', 'UV_INDEX'],
  ...['npm_config_registry', 'NPM_CONFIG_REGISTRY']
];

/** Returns the variables of the service that a job in a container inherits. */
export function containerVariables(
  environment: NodeJS.ProcessEnv,
  more: readonly string[]
): Record<string, string> {
  return inheritedVariables(environment, more, namesInContainers);
}

/** Returns the variables of the service that a job inherits; `more` are the names and patterns that the user added. */
export function inheritedVariables(
  environment: NodeJS.ProcessEnv,
  more: readonly string[] = [],
  names = inheritedNames
): Record<string, string> {
  const isInherited = (name: string, value: string) =>
    !ownName.test(name) &&
    (matches(name, more) ||
      (matches(name, names) &&
        !secretName.test(name) &&
        !(indexName.test(name) && credentialsInUrl.test(value))));
  return Object.fromEntries(
    Object.entries(environment).filter(
      (pair): pair is [string, string] => pair[1] !== undefined && isInherited(pair[0], pair[1])
    )
  );
}

function matches(name: string, patterns: readonly string[]): boolean {
  return patterns.some(pattern =>
    pattern.endsWith('*')
      ? folded(name).startsWith(folded(pattern.slice(0, -1)))
      : folded(name) === folded(pattern)
  );
}

/** Windows ignores case in names of variables. */
function folded(name: string): string {
  return process.platform === 'win32' ? name.toUpperCase() : name;
}
