import { Failure } from '../../kernels/setup/failure.mjs';

/** The platforms that a wheel is built for: the name that libsql's addon has, and the tag of the wheel. */
export const platforms = {
  // Node.js 20 itself needs glibc 2.28 and macOS 11.
  'linux-x64-gnu': 'manylinux_2_28_x86_64',
  'linux-arm64-gnu': 'manylinux_2_28_aarch64',
  'linux-x64-musl': 'musllinux_1_2_x86_64',
  'linux-arm64-musl': 'musllinux_1_2_aarch64',
  'darwin-x64': 'macosx_11_0_x86_64',
  'darwin-arm64': 'macosx_11_0_arm64'
  // Windows is missing: jupyter-server-proxy connects to the bridge through a Unix socket.
};

/** Returns the tag of the wheel for a platform. @throws Failure when there is none */
export function tagOf(platform) {
  if (Object.hasOwn(platforms, platform)) return platforms[platform];
  throw new Failure(
    `There is no wheel for '${platform}'. The platforms are: ${Object.keys(platforms).join(', ')}.`
  );
}

/** Returns the platform of this machine. */
export function thisPlatform() {
  const name = `${process.platform}-${process.arch}`;
  if (process.platform !== 'linux') return name;
  return `${name}-${process.report.getReport().header.glibcVersionRuntime ? 'gnu' : 'musl'}`;
}
