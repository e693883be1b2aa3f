# Keeps a PostgreSQL server until standard input ends. Arguments: temporary folder, port, durable or fast.
trap '' HUP INT TERM
dir=$(mktemp -d "$1/nightjar-postgresql-XXXXXX") || exit 1
bin=
for each in /usr/lib/postgresql/*/bin; do bin=$each; done
if ! [ -x "$bin/postgres" ]; then
  echo "no /usr/lib/postgresql/*/bin/postgres: apt-get install postgresql"
  rmdir "$dir"
  exit 1
fi
"$bin/initdb" -D "$dir/data" -U nightjar --auth=trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/log" 2>&1 || { cat "$dir/log"; rm -rf "$dir"; exit 1; }
case $3 in
  fast) options='-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c shared_buffers=64MB' ;;
  *) options='-c shared_buffers=256MB -c max_wal_size=2GB' ;;
esac
# shellcheck disable=SC2086 # options are words
"$bin/postgres" -D "$dir/data" -p "$2" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
  -c max_connections=100 $options >>"$dir/log" 2>&1 </dev/null &
server=$!
tries=0
until "$bin/pg_isready" -q -h 127.0.0.1 -p "$2"; do
  tries=$((tries + 1))
  if [ "$tries" -gt 600 ] || ! kill -0 "$server" 2>/dev/null; then
    kill -QUIT "$server" 2>/dev/null
    cat "$dir/log"
    rm -rf "$dir"
    exit 1
  fi
  sleep 0.1
done
echo ready
cat >/dev/null
kill -QUIT "$server" 2>/dev/null
wait "$server"
rm -rf "$dir"
