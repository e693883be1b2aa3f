# Keeps one kernel: kernel-keeper LINE COMMAND... starts the command in a process group of its own and sees to it that
# the group ends with the kernel, or when the program that asked for it has gone. Needs bash, for its job control.
#   stdin:  int | term | kill | keep SECONDS; its end means that the program has gone
#   stdout: "pid N" at the start, "exit STATUS" at the end
#   LINE:   the connection file's path and ".keeper": that of a pipe that is made when the program has gone and the
#           kernel is kept; commands go there, and the kernel ends when none came for SECONDS
line=$1
shift
set -m
trap : INT TERM HUP QUIT
exec 3<&0 4>&1 5>&2 2>/dev/null
export JPY_PARENT_PID=$$
"$@" </dev/null >&5 2>&5 3<&- 4>&- 5>&- &
kernel=$!
(
  exec 4>&- 5>&-
  keep=0
  obey() {
    case $1 in
      int) kill -INT -- "-$kernel" ;;
      term) kill -TERM -- "-$kernel" ;;
      kill) kill -KILL -- "-$kernel" ;;
      keep) keep=$2 ;;
    esac
  }
  while read -r word value <&3; do obey "$word" "$value"; done
  # nobody may find the pipe before it is open here: what he wrote would be lost
  if [ "$keep" -gt 0 ] && mkfifo -m 600 "$line.new" && exec 6<>"$line.new" && mv "$line.new" "$line"; then
    while [ "$keep" -gt 0 ] && read -r -t "$keep" word value <&6; do obey "$word" "$value"; done
  fi
  kill -TERM -- "-$kernel"
  sleep 1
  kill -KILL -- "-$kernel"
) &
watch=$!
echo "pid $kernel" >&4
exec 3<&- 5>&-
until wait "$kernel"; status=$?; ! kill -0 "$kernel"; do :; done
kill -KILL -- "-$kernel"
kill -KILL -- "-$watch"
rm -f "$line" "${line%.keeper}" "${line%.json.keeper}.log"
echo "exit $status" >&4
