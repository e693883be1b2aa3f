# Keeps one kernel: starts "$@" in a process group of its own and sees to it that the group ends with the kernel, or
# when the program that asked for it has gone. Needs bash, for its job control.
#   stdin:  int | term | kill | keep SECONDS; its end means that the program has gone
#   stdout: "pid N" at the start, "exit STATUS" at the end
set -m
trap : INT TERM HUP QUIT
exec 3<&0 4>&1 5>&2 2>/dev/null
export JPY_PARENT_PID=$$
"$@" </dev/null >&5 2>&5 3<&- 4>&- 5>&- &
kernel=$!
echo "pid $kernel" >&4
(
  exec 4>&- 5>&-
  keep=0
  while read -r word value <&3; do
    case $word in
      int) kill -INT -- "-$kernel" ;;
      term) kill -TERM -- "-$kernel" ;;
      kill) kill -KILL -- "-$kernel" ;;
      keep) keep=$value ;;
    esac
  done
  sleep "$keep"
  kill -TERM -- "-$kernel"
  sleep 1
  kill -KILL -- "-$kernel"
) &
watch=$!
exec 3<&- 5>&-
until wait "$kernel"; status=$?; ! kill -0 "$kernel"; do :; done
kill -KILL -- "-$kernel"
kill -KILL -- "-$watch"
echo "exit $status" >&4
