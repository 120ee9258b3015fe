/**
 * Conda packages whose project has another name on PyPI. Source: the recipes of conda-forge, whose `source` URLs name the project on
 * PyPI, and the pages of the projects. A conda package that is in no table here is looked up on PyPI under its own name.
 */
export const pypiNames: Readonly<Record<string, string>> = {
  'dask-core': 'dask',
  huggingface_hub: 'huggingface-hub',
  importlib_metadata: 'importlib-metadata',
  importlib_resources: 'importlib-resources',
  'matplotlib-base': 'matplotlib',
  'msgpack-python': 'msgpack',
  opencv: 'opencv-python-headless',
  'py-opencv': 'opencv-python-headless',
  psycopg2: 'psycopg2-binary',
  'py-xgboost': 'xgboost',
  'py-xgboost-cpu': 'xgboost',
  'py-xgboost-gpu': 'xgboost',
  '_py-xgboost-mutex': '',
  pyqt: 'PyQt5',
  pytables: 'tables',
  'python-duckdb': 'duckdb',
  'python-flatbuffers': 'flatbuffers',
  'python-graphviz': 'graphviz',
  'python-kaleido': 'kaleido',
  'python-levenshtein': 'python-Levenshtein',
  'python-xxhash': 'xxhash',
  pytorch: 'torch',
  'pytorch-cpu': 'torch',
  'pytorch-gpu': 'torch',
  ruamel_yaml: 'ruamel.yaml',
  'seaborn-base': 'seaborn',
  'spacy-model-en_core_web_sm': '',
  'tensorflow-base': 'tensorflow',
  'tensorflow-gpu': 'tensorflow',
  'tensorflow-mkl': 'tensorflow',
  typing_extensions: 'typing-extensions',
  'uvicorn-standard': 'uvicorn[standard]'
};

/**
 * Conda packages that are not Python packages: compilers, libraries, runtimes and programs. A project of the same name on PyPI would be
 * another one. `prefix*` stands for all names with that prefix.
 */
export const nativePackages: readonly string[] = [
  '_libgcc_mutex',
  '_openmp_mutex',
  '_r-mutex',
  'blas',
  'boost-cpp',
  'bzip2',
  'c-compiler',
  'ca-certificates',
  'clang*',
  'cmake',
  'compilers',
  'cpuonly',
  'cuda*',
  'cudatoolkit*',
  'cudnn*',
  'curl',
  'cxx-compiler',
  'ffmpeg',
  'fftw',
  'fontconfig',
  'freetype',
  'gcc*',
  'gdal',
  'geos',
  'gfortran*',
  'git',
  'git-lfs',
  'glib',
  'go',
  'graphviz',
  'gxx*',
  'hdf5',
  'icu',
  'intel-openmp',
  'jpeg',
  'julia',
  'ld_impl*',
  'lib*',
  'llvm-openmp',
  'llvmdev',
  'make',
  'maven',
  'mesa*',
  'mkl',
  'mpi',
  'mpich',
  'nccl',
  'ncurses',
  'ninja-base',
  'nodejs',
  'openblas',
  'openjdk',
  'openmpi',
  'openssl',
  'pandoc',
  'perl',
  'pkg-config',
  'proj',
  'pytorch-cuda',
  'pytorch-mutex',
  'r',
  'r-*',
  'readline',
  'ruby',
  'rust',
  'sqlite',
  'swig-bin',
  'sysroot*',
  'tesseract',
  'tk',
  'unixodbc',
  'wget',
  'wkhtmltopdf',
  'xz',
  'zlib',
  'zstd'
];

const isNative = new RegExp(
  `^(${nativePackages.map(name => name.replace(/[.+]/g, '\\$&').replace(/\*/g, '.*')).join('|')})$`
);

/** Returns the name on PyPI of a conda package; undefined for one that is not a Python package. */
export function pypiName(conda: string): string | undefined {
  const name = conda.toLowerCase();
  // Python packages whose names begin as those of native libraries do.
  if (!/^lib(rosa|cst|sass|tmux|cloudforest)/.test(name) && isNative.test(name)) return undefined;
  return Object.hasOwn(pypiNames, name) ? pypiNames[name] || undefined : conda;
}
