/**
 * The shell script that leads a job's process group. It outlives the server, claims the job so that it never runs twice, and reports the
 * exit code in the name of an empty file: that needs no space on a disk that the job has filled.
 *
 * The job's output goes through a pipe to `keep_log`, which runs as long as any process of the job has the pipe open. It drops the output
 * that it cannot write, so it neither blocks nor ends the job. Plain `dd` copies the available output at once, without buffering.
 *
 * A caught signal interrupts `wait`; `ended` waits again until the process has really ended.
 */
export const leaderScript = `#!/bin/sh
# The log file, its maximum bytes, the bytes of the end that are kept beyond that, and the notice between them.
log=$1 head=$2 tail=$3 notice=$4
# The control group of the job if it has one, and 'adopts' if this process adopts the orphans among its descendants.
cgroup=$5 adopts=$6
mkdir started 2>/dev/null && [ -f command.sh ] || exit 0
[ -z "$cgroup" ] || echo 0 > "$cgroup/cgroup.procs"
echo $$ > pid.new && mv pid.new pid
trap : TERM INT HUP

size_of() {
  wc -c < "$1" 2>/dev/null || echo 0
}

# Appends at most $2 blocks of the input to the file $1. Fails at the end of the input.
copy() {
  said=$(LC_ALL=C dd bs=4096 count="$2" 2>&1 >> "$1") || {
    set -- /dev/null 16
    said=$(LC_ALL=C dd bs=4096 count="$2" 2>&1 > "$1")
  }
  said=\${said%% records in*}
  said=\${said##*[!0-9+]}
  [ $((\${said:-0})) -eq "$2" ]
}

# Appends the input to the file $1 until it has $2 bytes. Fails at the end of the input.
fill() {
  while size=$(size_of "$1") && [ "$size" -lt "$2" ]; do
    blocks=$((($2 - size) / 4096))
    [ "$blocks" -ge 4 ] || blocks=4
    [ "$blocks" -le 8192 ] || blocks=8192
    copy "$1" "$blocks" || return 1
  done
}

# The logger. If it fails, the job continues without a log.
keep_log() {
  trap '' TERM INT HUP PIPE
  ( keep_parts ) || exec cat > /dev/null
}

keep_parts() {
  fill "$log" "$head" || return 0
  printf '\\n%s\\n' "$notice" >> "$log"
  size_of "$log" > capped
  turned=0
  : > tail
  while fill tail "$tail"; do
    turned=$((turned + $(size_of tail)))
    mv tail tail.old
    : > tail
    echo "$turned" > turned
  done
}

ended() {
  while :; do
    wait "$1"
    code=$?
    kill -0 "$1" 2>/dev/null || return 0
  done
}

# Succeeds while this process has children.
has_children() {
  rest=
  read -r rest < "/proc/$$/task/$$/children"
  [ -n "$rest" ]
}

mkfifo pipe
keep_log < pipe &
keeper=$!
shell=$(command -v bash || command -v sh)
( cd work && exec "$shell" ../command.sh ) > pipe 2>&1 < /dev/null &
child=$!
ended "$child"
: > "exit.$code"
ended "$keeper"
# The server finds the adopted processes as descendants of this one.
while [ "$adopts" ] && has_children; do sleep 0.1; done
`;
