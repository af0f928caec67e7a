// Imported before anything that an old Node could not even read.

const oldest = [20, 19];

/** Ends the process with a clear sentence when Node is too old. */
export function requireNode(version = process.versions.node) {
  if (isNewEnough(version)) return;
  process.stderr.write(
    `✗ Truy Vết cần Node ${oldest.join('.')} trở lên; máy này đang có Node ${version}. Xin cài bản LTS tại https://nodejs.org.\n` +
      `  Truy Vết needs Node ${oldest.join('.')} or newer; this machine has Node ${version}. Install the LTS from https://nodejs.org.\n`,
  );
  process.exit(4);
}

/** "20.19.0" and "24.1.0" → true; "20.18.3" and "18.20.0" → false. */
export function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}
