/**
 * The shell script that leads a job's process group. It outlives the server, claims the job so that it never runs twice, and reports the
 * exit code in the name of an empty file: that needs no space on a disk that the job has filled.
 *
 * The job's output goes through a pipe to `keep_log`, which runs as long as any process of the job has the pipe open. It drops the output
 * that it cannot write, so it neither blocks nor ends the job. Plain `dd` copies the available output at once, without buffering.
 *
 * A distributed job has a folder for each of its processes in \`processes\`. Their exit codes reach the leader through a pipe; the name of
 * the process that failed first stands after its exit code.
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

# The logger, started while signals are ignored: the first signal may come before it could ignore them. If it fails, the job continues without a log.
keep_log() {
  trap '' PIPE
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

lead_one() {
  mkfifo pipe
  trap '' TERM INT HUP
  keep_log < pipe &
  keeper=$!
  trap : TERM INT HUP
  ( cd work && exec "$shell" ../command.sh ) > pipe 2>&1 < /dev/null &
  child=$!
  ended "$child"
  : > "exit.$code"
  ended "$keeper"
}

# Starts the logger of the process of the folder $1.
start_logger() {
  trap '' TERM INT HUP
  mkfifo "$1/pipe"
  ( log=\${log%/*}/\${1##*/}.txt && cd "$1" && keep_log ) < "$1/pipe" 3>&- &
  keeper=$!
  trap : TERM INT HUP
}

# Runs the process of the folder $1, with a logger of its own, and sends its exit code to the leader.
run_process() {
  name=\${1##*/}
  start_logger "$1"
  ( . "./$1/start.sh" && exec "$shell" ../command.sh ) > "$1/pipe" 2>&1 < /dev/null 3>&- &
  child=$!
  ended "$child"
  [ "$code" -eq 0 ] && [ -f "$1/serves" ] || echo "$code $name" >&3
  ended "$keeper"
}

# Runs mpirun, which starts the processes; each sends its exit code itself.
run_mpi() {
  trap : TERM INT HUP
  /bin/sh mpirun.sh > "\${log%/*}/mpi_log.txt" 2>&1 < /dev/null 3>&- &
  child=$!
  ended "$child"
  [ "$code" -eq 0 ] || echo "$code mpi_log" >&3
}

# Runs several processes, until those that do not serve the others have ended or one fails. Then ends the rest.
lead_several() {
  mkfifo ends
  exec 3<> ends
  running=0 runners= mpi=
  for process in processes/*; do
    if [ -f mpirun.sh ]; then
      start_logger "$process"
      runners="$runners $keeper"
    else
      run_process "$process" &
      runners="$runners $!"
    fi
    [ -f "$process/serves" ] || running=$((running + 1))
  done
  if [ -f mpirun.sh ]; then
    run_mpi &
    mpi=$!
  fi
  failed=
  while [ -z "$failed" ] && [ "$running" -gt 0 ]; do
    read -r code name <&3 || continue
    running=$((running - 1))
    [ "$code" -eq 0 ] || failed=$code.$name
  done
  [ -n "$failed" ] || [ -z "$mpi" ] || ended "$mpi"
  : > "exit.\${failed:-0}"
  kill -TERM 0
  for runner in $runners; do ended "$runner"; done
}

shell=$(command -v bash || command -v sh)
if [ -d processes ]; then lead_several; else lead_one; fi
# The server finds the adopted processes as descendants of this one.
while [ "$adopts" ] && has_children; do sleep 0.1; done
`;
